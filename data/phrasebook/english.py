"""English word forms: plural, articles, verbs. Contractions (don't, isn't) are never used."""

from dataclasses import dataclass

SUBJECT_IS = {"je": "am", "tu": "are", "il": "is", "nous": "are", "ils": "are"}
SUBJECT_WAS = {"je": "was", "tu": "were", "il": "was", "nous": "were", "ils": "were"}
_VOWEL_SOUND_IS_NOT = ("eu", "uni", "use", "one")


def plural(noun):
    """The regular plural: box -> boxes, story -> stories, book -> books."""
    if noun.endswith(("s", "x", "ch", "sh", "ato")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + "s"


def with_article(phrase):
    """a book, an apple, a European car."""
    has_vowel = phrase[0].lower() in "aeiou" and not phrase.lower().startswith(_VOWEL_SOUND_IS_NOT)
    return ("an " if has_vowel else "a ") + phrase


def possessive(person):
    """Paul -> Paul's."""
    return person + "'s"


def capitalise(sentence):
    """The sentence with its first letter in upper case."""
    return sentence[0].upper() + sentence[1:]


@dataclass(frozen=True)
class EnglishVerb:
    """buy, buys, bought, buying, and a word that must follow (listen to)."""
    base: str
    third: str
    past: str
    ing: str = ""
    particle: str = ""

    def present(self, person):
        """The form for a person named by its French pronoun: je tu il nous ils."""
        return self.third if person == "il" else self.base


def parse_verb(text):
    """"buy/bought" or "listen/listened:to"; the regular forms are made here. A third part is the -ing form."""
    text, _, particle = text.partition(":")
    base, past, ing = (text.split("/") + ["", ""])[:3]
    third = "goes" if base == "go" else "has" if base == "have" else plural(base)
    past = past or (base + "d" if base.endswith("e") else base + "ed")
    ing = ing or (base[:-1] + "ing" if base.endswith("e") and not base.endswith("ee") else base + "ing")
    return EnglishVerb(base, third, past, ing, particle.replace("_", " "))


@dataclass(frozen=True)
class Mood:
    """How a verb is used: its tense or modal (see `predicate`), and whether it is negated."""
    tense: str
    is_negated: bool = False


_MODALS = {"can": "can", "must": "must", "should": "should", "will": "will"}
_WITH_TO = {"want": ("want", "wants"), "plan": ("plan", "plans"), "like": ("like", "likes")}


def _modal(word, no):
    return "cannot" if word == "can" and no else word + no


def predicate(verb, mood, person, adverb=""):
    """The verb group after its subject: "bought", "is going to buy", "does not want to buy", "never buys".

    Tenses: present, past, progressive, future (is going to), can, must, should, will, want, plan, like (with "to").
    """
    no = " not" if mood.is_negated else ""
    is_third = person == "il"
    does_not = "does not" if is_third else "do not"
    if mood.tense == "progressive":
        return f"{SUBJECT_IS[person]}{no} {verb.ing}"
    if mood.tense == "future":
        return f"{SUBJECT_IS[person]}{no} going to {verb.base}"
    if mood.tense in _MODALS:
        return f"{_modal(mood.tense, no)} {verb.base}"
    if mood.tense in _WITH_TO:
        base, third = _WITH_TO[mood.tense]
        return f"{does_not} {base} to {verb.base}" if no else f"{third if is_third else base} to {verb.base}"
    if mood.tense == "past":
        return f"did not {verb.base}" if no else verb.past
    if no:
        return f"{does_not} {verb.base}"
    return f"{adverb} {verb.present(person)}".strip()


def question(verb, mood, person, subject):
    """The verb group of a question around its subject: "did Paul buy", "is Paul not going to buy"."""
    subject += " not" if mood.is_negated else ""
    if mood.tense == "progressive":
        return f"{SUBJECT_IS[person]} {subject} {verb.ing}"
    if mood.tense == "future":
        return f"{SUBJECT_IS[person]} {subject} going to {verb.base}"
    if mood.tense in _MODALS:
        return f"{mood.tense} {subject} {verb.base}"
    if mood.tense == "past":
        return f"did {subject} {verb.base}"
    does = "does" if person == "il" else "do"
    to = f"{_WITH_TO[mood.tense][0]} to " if mood.tense in _WITH_TO else ""
    return f"{does} {subject} {to}{verb.base}"
