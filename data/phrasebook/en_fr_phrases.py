"""Noun phrases of both languages at once: persons, things, food, times, object pronouns.

French text is left unspelt ("de le professeur"); `french.spell` finishes it.
"""

from dataclasses import dataclass, replace

import english
import french
import en_fr_lexicon as lexicon


@dataclass(frozen=True)
class Phrase:
    """A noun phrase with what agrees with it. The negated forms differ where "pas de" and "any" are needed."""
    en: str
    fr: str
    person: str = "il"
    gender: str = "m"
    is_plural: bool = False
    en_negated: str = ""
    fr_negated: str = ""

    def under(self, is_negated):
        """The phrase as the object of a negated or a plain verb."""
        if not is_negated or not self.fr_negated:
            return self
        return replace(self, en=self.en_negated or self.en, fr=self.fr_negated)


@dataclass(frozen=True)
class Clitic:
    """An object pronoun: it stands before the French verb."""
    en: str
    fr: str
    gender: str
    is_plural: bool


@dataclass(frozen=True)
class Time:
    """A time expression."""
    en: str
    fr: str


PRONOUNS = {
    "I": Phrase("I", "je", "je"), "you": Phrase("you", "tu", "tu"), "he": Phrase("he", "il"),
    "she": Phrase("she", "elle", gender="f"), "we": Phrase("we", "nous", "nous", is_plural=True),
    "they": Phrase("they", "ils", "ils", is_plural=True),
}
CLITICS = [Clitic("him", "le", "m", False), Clitic("her", "la", "f", False), Clitic("them", "les", "m", True)]


_of_kind = {}


def of_kind(entries, kinds):
    """The nouns or adjectives that share one letter with `kinds`; `entries` is a whole table of the lexicon."""
    key = (id(entries), kinds)
    if key not in _of_kind:
        _of_kind[key] = [entry for entry in entries if set(entry.kinds) & set(kinds)]
    return _of_kind[key]


def name_phrase(name):
    """A first name as a phrase."""
    return Phrase(name.text, name.text, gender=name.gender)


def two_names(draw):
    """Paul and Marie: masculine unless both are feminine."""
    first = draw.pick(lexicon.NAMES)
    second = draw.pick([name for name in lexicon.NAMES if name != first])
    gender = "f" if first.gender == second.gender == "f" else "m"
    return Phrase(f"{first.text} and {second.text}", f"{first.text} et {second.text}", "ils", gender, True)


def possessed(possessive, noun, is_plural):
    """mon frère, ma sœur, mes amis; "ma amie" is left to the spelling."""
    column = 2 if is_plural else 1 if noun.gender == "f" else 0
    form = lexicon.POSSESSIVES[possessive][column]
    return (f"{possessive} {noun.en_plural if is_plural else noun.en}",
            f"{form} {french.plural(noun.fr) if is_plural else noun.fr}")


def definite(noun, is_plural):
    """le, la or les."""
    return "les" if is_plural else "la" if noun.gender == "f" else "le"


def _with_adjectives(noun, adjectives, is_plural):
    """The noun with its adjectives in English order; French reverses those that follow the noun."""
    en = " ".join([adjective.en for adjective in adjectives] + [noun.en_plural if is_plural else noun.en])
    fr_noun = french.plural(noun.fr) if is_plural else noun.fr
    before = []
    for adjective in adjectives:
        if adjective.is_before:
            needs_link = adjective.linking and noun.gender == "m" and not is_plural
            links = needs_link and french.starts_with_vowel(noun.fr)
            before.append(adjective.linking if links else adjective.fr(noun.gender, is_plural))
    after = [a.fr(noun.gender, is_plural) for a in reversed(adjectives) if not a.is_before]
    return en, " ".join(before + [fr_noun] + after)


def person_phrase(draw, is_plural=False):
    """my brother, the old man, the teacher, three students, the president of a body is elsewhere."""
    number_of = "ils" if is_plural else "il"
    if draw.chance(45):
        noun = draw.pick(of_kind(lexicon.PEOPLE, "K"))
        en, fr = possessed(draw.pick(sorted(lexicon.POSSESSIVES)), noun, is_plural)
        return Phrase(en, fr, number_of, noun.gender, is_plural)
    noun = draw.pick(of_kind(lexicon.PEOPLE, "JG"))
    fitting = of_kind(lexicon.PERSON_ADJECTIVES, "AB" if "B" in noun.kinds else "A")
    adjectives = [draw.pick(fitting)] if "G" in noun.kinds and draw.chance(40) else []
    en, fr = _with_adjectives(noun, adjectives, is_plural)
    if is_plural and draw.chance(40):
        number, nombre = draw.pick(lexicon.NUMBERS)
        return Phrase(f"{number} {en}", f"{nombre} {fr}", number_of, noun.gender, True)
    return Phrase(f"the {en}", f"{definite(noun, is_plural)} {fr}", number_of, noun.gender, is_plural)


def pronoun(draw):
    """I, you, he, she, we or they; those with verb forms of their own a little more often."""
    return PRONOUNS[draw.weighted([(4, "I"), (4, "you"), (3, "he"), (3, "she"), (5, "we"), (3, "they")])]


def subject(draw, pronouns=42):
    """Any subject; `pronouns` is the share of I, you, he, she, we, they in percent."""
    if draw.chance(pronouns):
        return pronoun(draw)
    kind = draw.below(100)
    if kind < 45:
        return name_phrase(draw.pick(lexicon.NAMES))
    if kind < 58:
        return two_names(draw)
    return person_phrase(draw, is_plural=draw.chance(30))


def someone(draw):
    """A person as an object: a name or a noun phrase."""
    return name_phrase(draw.pick(lexicon.NAMES)) if draw.chance(50) else person_phrase(draw, draw.chance(25))


def _adjectives_for(draw, noun, has_before):
    """None, one, or two adjectives in English order."""
    fitting = [a for a in of_kind(lexicon.THING_ADJECTIVES, noun.kinds) if has_before or not a.is_before]
    nations = of_kind(lexicon.NATIONALITIES, noun.kinds)
    how_many = draw.weighted([(52, 0), (34, 1), (14, 2)])
    if how_many == 0 or not fitting:
        return []
    if how_many == 1:
        return [draw.pick(nations if nations and draw.chance(30) else fitting)]
    first, second = draw.pick(fitting), draw.pick(nations if nations and draw.chance(50) else fitting)
    is_ordered = second in nations or (lexicon.THING_ADJECTIVES.index(first) < lexicon.THING_ADJECTIVES.index(second)
                                       and first.is_before and not second.is_before)
    return [first, second] if is_ordered else [first]


def thing_phrase(draw, noun, is_definite=False):
    """The red car, a new hat, some flowers, three apples, my book, this house, Paul's dog."""
    kind = draw.weighted([(24, "the"), (10, "the+"), (0 if is_definite else 24, "a"), (0 if is_definite else 7, "some"),
                          (0 if is_definite else 12, "number"), (14, "my"), (5, "my+"), (9, "this"), (4, "these"),
                          (14, "of")])
    is_plural = kind in ("the+", "some", "number", "my+", "these")
    en, fr = _with_adjectives(noun, _adjectives_for(draw, noun, kind != "some"), is_plural)
    negated = ("", "")
    if kind in ("the", "the+"):
        en, fr = f"the {en}", f"{definite(noun, is_plural)} {fr}"
    elif kind == "a":
        en, fr, negated = english.with_article(en), ("une " if noun.gender == "f" else "un ") + fr, ("", f"de {fr}")
    elif kind == "some":
        en, fr, negated = f"some {en}", f"des {fr}", (f"any {en}", f"de {fr}")
    elif kind == "number":
        number, nombre = draw.pick(lexicon.NUMBERS)
        en, fr = f"{number} {en}", f"{nombre} {fr}"
    elif kind in ("my", "my+"):
        possessive = draw.pick(sorted(lexicon.POSSESSIVES))
        column = 2 if is_plural else 1 if noun.gender == "f" else 0
        en, fr = f"{possessive} {en}", f"{lexicon.POSSESSIVES[possessive][column]} {fr}"
    elif kind in ("this", "these"):
        en, fr = f"{kind} {en}", f"{'ces' if is_plural else 'cette' if noun.gender == 'f' else 'ce'} {fr}"
    else:
        owner = someone_single(draw)
        en, fr = f"{english.possessive(owner.en)} {en}", f"{definite(noun, False)} {fr} de {owner.fr}"
    return Phrase(en, fr, "ils" if is_plural else "il", noun.gender, is_plural, *negated)


def someone_single(draw):
    """A person in the singular, as the owner of something."""
    return name_phrase(draw.pick(lexicon.NAMES)) if draw.chance(55) else person_phrase(draw)


def substance_phrase(draw, noun):
    """some bread (any bread when negated) or the bread."""
    article = definite(noun, False)
    if draw.chance(25):
        return Phrase(f"the {noun.en}", f"{article} {noun.fr}", gender=noun.gender)
    return Phrase(f"some {noun.en}", f"de {article} {noun.fr}", "il", noun.gender, False,
                  f"any {noun.en}", f"de {noun.fr}")


def generic_phrase(draw):
    """What one loves: bread, dogs, Italy, Paris."""
    kind = draw.below(100)
    if kind < 35:
        noun = draw.pick(lexicon.SUBSTANCES)
        return Phrase(noun.en, f"{definite(noun, False)} {noun.fr}")
    if kind < 65:
        noun = draw.pick(of_kind(lexicon.THINGS, "FA"))
        return Phrase(noun.en_plural, f"les {french.plural(noun.fr)}")
    return destination(draw)


def destination(draw):
    """A country (with its article in French) or a city, as an object."""
    if draw.chance(50):
        en, fr, article, _ = draw.pick(lexicon.COUNTRIES)
        return Phrase(en, f"{article} {fr}")
    return Phrase(*draw.pick(lexicon.CITIES))


def time_phrase(draw, tense):
    """A time that fits the tense: past, future or present (a habit)."""
    number, nombre = draw.pick(lexicon.NUMBERS)
    weekday, jour = draw.pick(lexicon.WEEKDAYS)
    month, mois = draw.pick(lexicon.MONTHS)
    year = draw.pick(lexicon.YEARS)
    table = {
        "past": (("yesterday", "hier"), ("last week", "la semaine dernière"), ("last month", "le mois dernier"),
                 ("last year", "la année dernière"), ("this morning", "ce matin"),
                 (f"last {weekday}", f"{jour} dernier"), (f"{number} days ago", f"il y a {nombre} jours"),
                 (f"{number} years ago", f"il y a {nombre} ans"), (f"in {month} {year}", f"en {mois} {year}")),
        "future": (("tomorrow", "demain"), ("next week", "la semaine prochaine"), ("next month", "le mois prochain"),
                   ("next year", "la année prochaine"), ("this evening", "ce soir"),
                   (f"next {weekday}", f"{jour} prochain"), (f"in {number} days", f"dans {nombre} jours"),
                   (f"in {number} weeks", f"dans {nombre} semaines")),
        "present": (("every day", "chaque jour"), ("every morning", "chaque matin"), ("every evening", "chaque soir"),
                    ("every week", "chaque semaine"), (f"on {weekday}s", f"le {jour}")),
    }
    return Time(*draw.pick(table[tense]))
