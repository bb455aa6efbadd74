"""French word forms and spelling: elision, contraction, agreement, conjugation.

Sentences are built from full words ("je ne ai pas de eau") and spelt at the very end ("Je n'ai pas d'eau").
"""

from dataclasses import dataclass

PERSONS = ("je", "tu", "il", "nous", "ils")
ETRE = {"je": "suis", "tu": "es", "il": "est", "nous": "sommes", "ils": "sont"}
ETAIT = {"je": "étais", "tu": "étais", "il": "était", "nous": "étions", "ils": "étaient"}
AVOIR = {"je": "ai", "tu": "as", "il": "a", "nous": "avons", "ils": "ont"}
ALLER = {"je": "vais", "tu": "vas", "il": "va", "nous": "allons", "ils": "vont"}
MODALS = {
    "can": {"je": "peux", "tu": "peux", "il": "peut", "nous": "pouvons", "ils": "peuvent"},
    "must": {"je": "dois", "tu": "dois", "il": "doit", "nous": "devons", "ils": "doivent"},
    "want": {"je": "veux", "tu": "veux", "il": "veut", "nous": "voulons", "ils": "veulent"},
    "future": ALLER,
}
_ELIDED = {"le": "l'", "la": "l'", "je": "j'", "ne": "n'", "de": "d'", "que": "qu'", "me": "m'", "te": "t'", "se": "s'"}
_BEFORE_VOWEL = {"ma": "mon", "ta": "ton", "ce": "cet"}
_CONTRACTED = {("à", "le"): "au", ("à", "les"): "aux", ("de", "le"): "du", ("de", "les"): "des"}
_ASPIRATED = ("huit", "onze")  # these behave as if they began with a consonant


def starts_with_vowel(word):
    """Whether the word makes the one before it elide; our nouns in h all have a mute one."""
    return word[0].lower() in "aeiouhéèêîôœ" and word not in _ASPIRATED


def spell(text):
    """Elides and contracts: "à le hôtel de la amie de le roi" -> "à l'hôtel de l'amie du roi"."""
    words = text.split()
    spelt = []
    glue = ""
    i = 0
    while i < len(words):
        word = words[i]
        after = words[i + 1] if i + 1 < len(words) else "."
        following = words[i + 2] if i + 2 < len(words) else "."
        has_vowel_after = starts_with_vowel(after)
        if (word, after) in _CONTRACTED and not (after == "le" and starts_with_vowel(following)):
            word = _CONTRACTED[word, after]
            i += 1
        elif has_vowel_after and word in _BEFORE_VOWEL:
            word = _BEFORE_VOWEL[word]
        elif has_vowel_after and word in _ELIDED:
            glue += _ELIDED[word]
            i += 1
            continue
        spelt.append(glue + word)
        glue = ""
        i += 1
    return " ".join(spelt)


def plural(word):
    """The regular plural: chat -> chats, gâteau -> gâteaux, journal -> journaux, vieux -> vieux."""
    if word.endswith(("s", "x")):
        return word
    if word.endswith("eau"):
        return word + "x"
    if word.endswith("al"):
        return word[:-2] + "aux"
    return word + "s"


def feminine(word):
    """The feminine of an adjective or a profession: content -> contente, cher -> chère, heureux -> heureuse."""
    for ending, replacement in (("e", "e"), ("eux", "euse"), ("er", "ère"), ("ien", "ienne"), ("el", "elle"),
                                ("teur", "trice"), ("gros", "grosse"), ("bon", "bonne"), ("il", "ille")):
        if word.endswith(ending):
            return word[:-len(ending)] + replacement
    return word + "e"


def agree(masculine, feminine_form, gender, is_plural):
    """The form of an adjective or participle for a gender ("m" or "f") and number."""
    form = feminine_form if gender == "f" else masculine
    return plural(form) if is_plural else form


@dataclass(frozen=True)
class FrenchVerb:
    """acheter: its present for the five persons, its participle, and whether its past takes être."""
    infinitive: str
    present: tuple
    participle: str
    has_etre: bool = False
    particle: str = ""

    def in_present(self, person):
        """The form for je, tu, il, nous or ils."""
        return self.present[PERSONS.index(person)]


def parse_verb(text):
    """"parler", "voir vois vois voit voyons voient vu", "aller* ... allé" (être), "téléphoner:à" (a preposition)."""
    text, _, particle = text.partition(":")
    words = text.split()
    infinitive = words[0].rstrip("*")
    if len(words) == 1:
        stem = infinitive[:-2]
        softened = stem + "e" if stem.endswith("g") else stem
        words = [infinitive, stem + "e", stem + "es", stem + "e", softened + "ons", stem + "ent", stem + "é"]
        words[0] += "*" if text.endswith("*") else ""
    return FrenchVerb(infinitive, tuple(words[1:6]), words[6], words[0].endswith("*"), particle)


def predicate(verb, mood, subject, adverb="", clitic="", preceding=None):
    """The verb group after its subject: "a acheté", "ne veut pas acheter", "n'achète jamais" (not yet elided).

    `subject` has person, gender and is_plural. `clitic` is an object pronoun (le, la, les); `preceding` is what stands
    before the verb as its direct object, with gender and is_plural, because a participle with avoir agrees with it.
    """
    person = subject.person
    pronoun = clitic + " " if clitic else ""
    if mood.tense == "past":
        auxiliary = ETRE[person] if verb.has_etre else AVOIR[person]
        agreeing = subject if verb.has_etre else preceding
        participle = verb.participle
        if agreeing is not None:
            participle = agree(participle, participle + "e", agreeing.gender, agreeing.is_plural)
        return f"ne {pronoun}{auxiliary} pas {participle}" if mood.is_negated else f"{pronoun}{auxiliary} {participle}"
    if mood.tense in MODALS:
        modal = MODALS[mood.tense][person]
        modal = f"ne {modal} pas" if mood.is_negated else modal
        return f"{modal} {pronoun}{verb.infinitive}"
    present = verb.in_present(person)
    if mood.is_negated:
        return f"ne {pronoun}{present} pas"
    if adverb == "jamais":
        return f"ne {pronoun}{present} jamais"
    return f"{pronoun}{present} {adverb}" if adverb else pronoun + present
