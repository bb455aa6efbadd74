"""The English-French lexicon: tables of text, one entry a line, and the small classes they are read into.

No word has a second translation in the same surroundings: "fille" is always "girl", "you" is always "tu", and a word
whose plural looks like its singular in one language only is left out.
"""

from dataclasses import dataclass

import english
import french


@dataclass(frozen=True)
class Noun:
    """A noun of both languages. `kinds` are letters that verbs and adjectives ask for."""
    en: str
    en_plural: str
    fr: str
    gender: str
    kinds: str


@dataclass(frozen=True)
class Adjective:
    """An adjective; `is_before` says that it stands before the French noun; `linking` is bel, nouvel, vieil."""
    en: str
    masculine: str
    feminine: str
    kinds: str
    is_before: bool = False
    linking: str = ""
    comparative: str = ""

    def fr(self, gender, is_plural):
        """The agreeing form."""
        return french.agree(self.masculine, self.feminine, gender, is_plural)


@dataclass(frozen=True)
class Verb:
    """A verb of both languages. `kinds`: of the objects it takes; `tenses`: p(resent) a(past) f(uture) m(odals)."""
    en: english.EnglishVerb
    fr: french.FrenchVerb
    kinds: str
    tenses: str


@dataclass(frozen=True)
class Place:
    """Where something happens (at) and where someone goes (to)."""
    en_at: str
    fr_at: str
    en_to: str
    fr_to: str


@dataclass(frozen=True)
class Name:
    """A first name, the same in both languages."""
    text: str
    gender: str


def _rows(table):
    """The lines of a table, split at | and stripped."""
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _read_nouns(table):
    nouns = []
    for en, fr, gender, kinds in _rows(table):
        singular, _, plural = en.partition("/")
        nouns.append(Noun(singular, plural or english.plural(singular), fr, gender, kinds))
    return nouns


def _read_adjectives(table):
    adjectives = []
    for en, fr, kinds in _rows(table):
        base, _, comparative = en.partition("/")
        is_before, forms = fr.startswith("+"), fr.lstrip("+").split("/")
        feminine = forms[1] if len(forms) > 1 and forms[1] else french.feminine(forms[0])
        linking = forms[2] if len(forms) > 2 else ""
        adjectives.append(Adjective(base, forms[0], feminine, kinds, is_before, linking, comparative))
    return adjectives


# Kinds: R readable, W writable, L to listen to, C clothing, V vehicle, H household, T tool, A animal, P picture,
# Q building to visit, O to open and close, F food that is counted, E to send
THINGS = _read_nouns("""
    book | livre | m | RWE
    letter | lettre | f | RWE
    newspaper | journal | m | R
    story | histoire | f | WL
    song | chanson | f | WL
    hat | chapeau | m | C
    shirt | chemise | f | C
    coat | manteau | m | C
    dress | robe | f | C
    car | voiture | f | V
    bicycle | vélo | m | V
    boat | bateau | m | V
    table | table | f | H
    chair | chaise | f | H
    bed | lit | m | H
    lamp | lampe | f | H
    bag | sac | m | TO
    key | clé | f | T
    ticket | billet | m | TE
    umbrella | parapluie | m | T
    computer | ordinateur | m | T
    telephone | téléphone | m | T
    box | boîte | f | TO
    door | porte | f | O
    window | fenêtre | f | O
    photo | photo | f | PE
    painting | tableau | m | P
    flower | fleur | f | PE
    dog | chien | m | A
    cat | chat | m | A
    horse | cheval | m | A
    bird | oiseau | m | A
    house | maison | f | Q
    museum | musée | m | Q
    church | église | f | Q
    castle | château | m | Q
    apple | pomme | f | F
    orange | orange | f | F
    cake | gâteau | m | F
    egg | œuf | m | F
    tomato | tomate | f | F
""")
# Kinds: D to drink, G to eat
SUBSTANCES = _read_nouns("""
    bread | pain | m | G
    cheese | fromage | m | G
    soup | soupe | f | G
    meat | viande | f | G
    rice | riz | m | G
    salad | salade | f | G
    chocolate | chocolat | m | G
    water | eau | f | D
    coffee | café | m | D
    tea | thé | m | D
    milk | lait | m | D
""")
# Kinds: K with possessives, J at work, G others, B adults
PEOPLE = _read_nouns("""
    friend | ami | m | K
    neighbour | voisin | m | K
    brother | frère | m | K
    sister | sœur | f | K
    father | père | m | K
    mother | mère | f | K
    uncle | oncle | m | K
    aunt | tante | f | K
    cousin | cousin | m | K
    teacher | professeur | m | KJ
    doctor | médecin | m | KJ
    student | étudiant | m | J
    engineer | ingénieur | m | J
    lawyer | avocat | m | KJ
    baker | boulanger | m | J
    journalist | journaliste | m | J
    nurse | infirmière | f | J
    singer | chanteuse | f | J
    man/men | homme | m | GB
    woman/women | femme | f | GB
    boy | garçon | m | G
    girl | fille | f | G
    child/children | enfant | m | G
""")
# english, masculine / feminine
PROFESSIONS = [(en, fr.split("/")[0], fr.split("/")[-1]) for en, fr in _rows("""
    student | étudiant/étudiante
    doctor | médecin
    teacher | professeur
    engineer | ingénieur
    lawyer | avocat/avocate
    baker | boulanger/boulangère
    nurse | infirmier/infirmière
    singer | chanteur/chanteuse
    journalist | journaliste
    dentist | dentiste
    painter | peintre
    musician | musicien/musicienne
""")]
# Kind A: also beside a noun; B: only beside one of the same kind ("vieille fille" is no old girl);
# + stands before the French noun
PERSON_ADJECTIVES = _read_adjectives("""
    happy/happier | heureux | A
    tired | fatigué | A
    ill | malade | A
    sad | triste |
    rich/richer | riche | A
    poor/poorer | pauvre |
    tall/taller | grand |
    young/younger | +jeune | A
    old/older | +vieux/vieille/vieil | B
    kind/kinder | gentil |
    famous/more famous | célèbre | A
    intelligent/more intelligent | intelligent | A
    serious/more serious | sérieux | A
    patient/more patient | patient |
""")
NATIONALITIES = _read_adjectives("""
    French | français | RWLVPCH
    German | allemand | RWLVPCH
    Italian | italien | RWLVPCH
    Spanish | espagnol | RWLVPCH
    Chinese | chinois | RWLVPCH
    American | américain | RWLVPCH
    Canadian | canadien | RWLVPCH
    European | européen/européenne | RWLVPCH
    African | africain | RWLVPCH
    Japanese | japonais | RWLVPCH
""")
# + stands before the French noun
THING_ADJECTIVES = _read_adjectives("""
    small/smaller | +petit | CVHTAPQFO
    big/bigger | +grand | CVHTAPQFO
    new | +nouveau/nouvelle/nouvel | RWLCVHTP
    old/older | +vieux/vieille/vieil | RCVHTPQA
    beautiful/more beautiful | +beau/belle/bel | LCVHPQA
    good | +bon | RLF
    red | rouge | CVHTOPF
    blue | bleu | CVHTOP
    green | vert | CVHTOF
    black | noir | CVHTAO
    white | blanc/blanche | CVHTAO
    yellow | jaune | CVHTOP
    expensive/more expensive | cher | RCVHTPQF
    interesting/more interesting | intéressant | RLQ
    modern/more modern | moderne | VHTPQ
    useful/more useful | utile | RTV
    round | rond | HTQ
    long/longer | +long/longue | RL
""")
VERBS = [Verb(english.parse_verb(en), french.parse_verb(fr), kinds, tenses) for en, fr, kinds, tenses in _rows("""
    buy/bought | acheter achète achètes achète achetons achètent acheté | RCVHTAPFGD | pafm
    sell/sold | vendre vends vends vend vendons vendent vendu | RCVHTAPFGD | pafm
    eat/ate | manger | FG | pafm
    drink/drank | boire bois bois boit buvons boivent bu | D | pafm
    prepare | préparer | GD | pafm
    write/wrote | écrire écris écris écrit écrivons écrivent écrit | W | pafm
    find/found | trouver | RTCAPV | afm
    lose/lost | perdre perds perds perd perdons perdent perdu | RTCA | a
    look/looked:for | chercher | RTCAPVX | pafm
    look/looked:at | regarder | PVAHQX | pafm
    listen/listened:to | écouter | LX | pafm
    see/saw | voir vois vois voit voyons voient vu | AVPQXX | pafm
    visit | visiter | QN | pafm
    invite | inviter | X | pafm
    help | aider | X | pafm
    wait/waited:for | attendre attends attends attend attendons attendent attendu | X | pafm
    know/knew | connaître connais connais connaît connaissons connaissent connu | X | p
    open/opened | ouvrir ouvre ouvres ouvre ouvrons ouvrent ouvert | O | pafm
    close | fermer | O | pafm
    bring/brought | apporter | RTCFGDP | pafm
    love | aimer | *NFA | p
    have/had | avoir ai as a avons ont eu | RCVHTAP | p
    call | téléphoner:à | Y | pafm
    talk/talked:to | parler:à | Y | pafm
    talk/talked:about | parler:de | YRPVA | pafm
    work/worked | travailler | | pafm
    sleep/slept | dormir dors dors dort dormons dorment dormi | | pafm
    sing/sang | chanter | | pafm
    dance | danser | | pafm
    play/played | jouer | | pafm
    stay/stayed | rester* | | pafm
    arrive | arriver* | | pafm
    live | habiter | . | p
    go/went | aller* vais vas va allons vont allé | > | pafm
    give/gave | donner | RCTFPA! | pafm
    show/showed | montrer | RPCVHQ! | pafm
    send/sent | envoyer envoie envoies envoie envoyons envoient envoyé | E! | pafm
""")]
# Signs in `kinds` of verbs: X a person, Y a person after a preposition, N a country or a city, * a whole kind of thing,
# . needs a place, > needs a place to go to, ! needs a receiver; no kinds: no object

NAMES = [Name(text, gender) for gender, texts in (
    ("m", "Paul Martin Daniel Simon David Adam Marc Victor Bruno Julien"),
    ("f", "Marie Anna Julie Sophie Claire Emma Alice Sarah Laura Nina")) for text in texts.split()]
CITIES = [(en, fr) for en, fr in _rows("""
    Paris | Paris
    London | Londres
    Berlin | Berlin
    Rome | Rome
    Madrid | Madrid
    Geneva | Genève
    Brussels | Bruxelles
    Vienna | Vienne
    Lisbon | Lisbonne
    Athens | Athènes
""")]
# english, french, its article and its preposition
COUNTRIES = _rows("""
    France | France | la | en
    Italy | Italie | la | en
    Spain | Espagne | la | en
    Germany | Allemagne | la | en
    China | Chine | la | en
    Greece | Grèce | la | en
    Japan | Japon | le | à le
    Canada | Canada | le | à le
    Portugal | Portugal | le | à le
    the United States | États-Unis | les | à les
    the Netherlands | Pays-Bas | les | à les
""")
_SITES = _rows("""
    at | station | à | la gare
    at | market | à | le marché
    at | school | à | la école
    at | library | à | la bibliothèque
    at | restaurant | à | le restaurant
    at | beach | à | la plage
    at | hotel | à | le hôtel
    at | hospital | à | le hôpital
    at | airport | à | le aéroport
    at | theatre | à | le théâtre
    at | university | à | la université
    in | garden | dans | le jardin
    in | kitchen | dans | la cuisine
    in | forest | dans | la forêt
    in | street | dans | la rue
    in | village | dans | le village
""")
SITES = [Place(f"{at} the {en}", f"{prep} {fr}", f"to the {en}", f"{prep} {fr}") for at, en, prep, fr in _SITES]
CITY_PLACES = [Place(f"in {en}", f"à {fr}", f"to {en}", f"à {fr}") for en, fr in CITIES]
COUNTRY_PLACES = [Place(f"in {en}", f"{prep} {fr}", f"to {en}", f"{prep} {fr}") for en, fr, _, prep in COUNTRIES]
PLACES = SITES * 2 + CITY_PLACES + COUNTRY_PLACES

NUMBERS = list(zip("two three four five six seven eight nine ten eleven twelve twenty".split(),
                   "deux trois quatre cinq six sept huit neuf dix onze douze vingt".split()))
AGES = NUMBERS[3:] + [("thirty", "trente"), ("forty", "quarante"), ("fifty", "cinquante")]
MONTHS = list(zip("January February March April May June July August September October November December".split(),
                  "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()))
YEARS = [str(year) for year in range(1988, 2000)]
WEEKDAYS = list(zip("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
                    "lundi mardi mercredi jeudi vendredi samedi dimanche".split()))
WEATHER = _rows("""
    it is raining | il pleut
    it is snowing | il neige
    it is cold | il fait froid
    it is hot | il fait chaud
    the weather is nice | il fait beau
""")
FEELINGS = _rows("""
    hungry | faim
    thirsty | soif
    afraid | peur
    cold | froid
    hot | chaud
    right | raison
    wrong | tort
""")
POSSESSIVES = {"my": ("mon", "ma", "mes"), "your": ("ton", "ta", "tes"),
               "our": ("notre", "notre", "nos"), "their": ("leur", "leur", "leurs")}

# The family of "the European Economic Area"
BODIES = _read_nouns("""
    Area | zone | f |
    Council | conseil | m |
    Commission | commission | f |
    Union | union | f |
    Agency | agence | f |
    Committee | comité | m |
    Community | communauté | f |
    Institute | institut | m |
    Court | cour | f |
    Association | association | f |
    Centre | centre | m |
""")
FIELDS = _read_adjectives("""
    Economic | économique |
    Scientific | scientifique |
    Political | politique |
    Cultural | culturel |
    Agricultural | agricole |
    Technical | technique |
    Medical | médical |
    Military | militaire |
    Industrial | industriel |
    Financial | financier |
    Historical | historique |
""")
DOCUMENTS = _read_nouns("""
    agreement | accord | m |
    report | rapport | m |
    treaty | traité | m |
    law | loi | f |
    plan | plan | m |
    project | projet | m |
    study | étude | f |
""")
# Verbs of the documents, used in the passive too
PAPERWORK = [(english.parse_verb(en), french.parse_verb(fr)) for en, fr in _rows("""
    sign | signer
    publish | publier
    prepare | préparer
    accept | accepter
    reject | rejeter rejette rejettes rejette rejetons rejettent rejeté
    announce | annoncer
    examine | examiner
    finance | financer
""")]
