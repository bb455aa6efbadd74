"""Noun phrases and times of both languages at once; Chinese text has no spaces."""

from dataclasses import dataclass

import zh_en_lexicon as lexicon
from english import possessive, with_article


@dataclass(frozen=True)
class Phrase:
    """A noun phrase; `person` names the English verb form by the French pronoun (il: third person singular)."""
    zh: str
    en: str
    person: str = "il"


PRONOUNS = [Phrase("我", "I", "je"), Phrase("你", "you", "tu"), Phrase("他", "he"), Phrase("她", "she"),
            Phrase("我们", "we", "nous"), Phrase("他们", "they", "ils")]
OBJECT_PRONOUNS = [Phrase("我", "me"), Phrase("你", "you"), Phrase("他", "him"), Phrase("她", "her"),
                   Phrase("我们", "us"), Phrase("他们", "them")]
POSSESSIVES = [("我的", "my"), ("你的", "your"), ("他的", "his"), ("她的", "her"), ("我们的", "our"),
               ("他们的", "their")]

_of_kind = {}


def of_kind(entries, kinds):
    """The nouns or adjectives that share one letter with `kinds`; `entries` is a whole table of the lexicon."""
    key = (id(entries), kinds)
    if key not in _of_kind:
        _of_kind[key] = [entry for entry in entries if set(entry.kinds) & set(kinds)]
    return _of_kind[key]


def name(draw):
    """Li Ming."""
    return Phrase(*draw.pick(lexicon.NAMES))


def owner(draw):
    """my, his, Li Ming's: (我的, my)."""
    if draw.chance(70):
        return draw.pick(POSSESSIVES)
    zh, en = draw.pick(lexicon.NAMES)
    return zh + "的", possessive(en)


def relative_of_someone(draw):
    """my father, Li Ming's teacher."""
    zh, en = owner(draw)
    noun = draw.pick(of_kind(lexicon.PEOPLE, "K"))
    return Phrase(zh + noun.zh, f"{en} {noun.en}")


def person(draw):
    """my elder brother, the teacher, that clever student, two doctors, the children."""
    kind = draw.weighted([(40, "relative"), (22, "the"), (10, "these"), (12, "that"), (8, "a"), (8, "number")])
    if kind == "relative":
        return relative_of_someone(draw)
    noun = draw.pick(of_kind(lexicon.PEOPLE, "JG"))
    if kind == "the":
        return Phrase(noun.zh, f"the {noun.en}")
    if kind == "these":
        return Phrase(noun.zh + "们", f"the {noun.en_plural}", "ils")
    if kind == "number":
        zh, en = draw.pick(lexicon.NUMBERS)
        return Phrase(zh + noun.measure + noun.zh, f"{en} {noun.en_plural}", "ils")
    adjective = draw.pick(of_kind(lexicon.PERSON_ADJECTIVES, "N")) if draw.chance(45) else None
    zh = (adjective.zh_before if adjective else "") + noun.zh
    en = (adjective.en + " " if adjective else "") + noun.en
    if kind == "a":
        return Phrase(f"一{noun.measure}{zh}", with_article(en))
    zh_that, en_that = draw.pick([("这", "this"), ("那", "that")])
    return Phrase(zh_that + noun.measure + zh, f"{en_that} {en}")


def subject(draw, pronouns=42):
    """Any subject; `pronouns` is the share of I, you, he, she, we, they in percent."""
    if draw.chance(pronouns):
        return draw.pick(PRONOUNS)
    return name(draw) if draw.chance(55) else person(draw)


def someone(draw, has_pronouns=True):
    """A person as an object."""
    if has_pronouns and draw.chance(25):
        return draw.pick(OBJECT_PRONOUNS)
    return name(draw) if draw.chance(45) else relative_of_someone(draw)


def _described(draw, noun, is_plural, has_long=True):
    """The noun with at most two adjectives; a colour comes first in Chinese and last in English."""
    en_noun = noun.en_plural if is_plural else noun.en
    fitting = of_kind(lexicon.THING_ADJECTIVES, noun.kinds)
    short = [a for a in fitting if len(a.zh_before) == 1]
    long = [a for a in fitting if len(a.zh_before) > 1]
    kind = draw.weighted([(58, "none"), (17, "short"), (17, "long"), (8, "both")])
    first = draw.pick(short) if short and kind in ("short", "both") else None
    second = draw.pick(long) if long and has_long and kind in ("long", "both") else None
    zh = (second.zh_before if second else "") + (first.zh_before if first else "") + noun.zh
    ordered = [first, second] if second and second.is_colour else [second, first]
    return zh, " ".join([a.en for a in ordered if a] + [en_noun])


def thing(draw, noun, is_definite):
    """a new book, three books, this book, those books, these three books, my book."""
    kind = draw.weighted([(0 if is_definite else 26, "a"), (0 if is_definite else 26, "number"), (15, "this"),
                          (10, "these"), (5, "these three"), (18, "my")])
    is_plural = kind in ("number", "these", "these three")
    zh, en = _described(draw, noun, is_plural, has_long=kind != "my")
    number, en_number = draw.pick(lexicon.NUMBERS)
    is_near = draw.chance(60)
    this = "这" if is_near else "那"
    if kind == "a":
        return Phrase(f"一{noun.measure}{zh}", with_article(en))
    if kind == "number":
        return Phrase(f"{number}{noun.measure}{zh}", f"{en_number} {en}", "ils")
    if kind == "this":
        return Phrase(f"{this}{noun.measure}{zh}", f"{'this' if is_near else 'that'} {en}")
    if kind == "these":
        return Phrase(f"{this}些{zh}", f"{'these' if is_near else 'those'} {en}", "ils")
    if kind == "these three":
        return Phrase(f"{this}{number}{noun.measure}{zh}", f"{'these' if is_near else 'those'} {en_number} {en}", "ils")
    zh_my, en_my = owner(draw)
    return Phrase(zh_my + zh, f"{en_my} {en}")


def substance(draw, noun, is_bare):
    """tea, a cup of tea, two bottles of water."""
    if is_bare:
        return Phrase(noun.zh, noun.en)
    cup = noun.en_plural
    if draw.chance(50):
        return Phrase(f"一{noun.measure}{noun.zh}", f"a {cup} of {noun.en}")
    zh, en = draw.pick(lexicon.NUMBERS)
    return Phrase(f"{zh}{noun.measure}{noun.zh}", f"{en} {cup}s of {noun.en}")


def generic(draw):
    """What one likes: dogs, tea, China."""
    kind = draw.below(3)
    if kind == 0:
        noun = draw.pick(of_kind(lexicon.THINGS, "AEVRG"))
        return Phrase(noun.zh, noun.en_plural)
    if kind == 1:
        noun = draw.pick(lexicon.SUBSTANCES)
        return Phrase(noun.zh, noun.en)
    return town(draw)


def town(draw):
    """Beijing, China."""
    return Phrase(*draw.pick(lexicon.CITIES + lexicon.COUNTRIES)[:2])


def _clock(draw, numbers):
    """两点 / at two o'clock"""
    zh, en = draw.pick(numbers)
    return f"{zh}点", f"at {en} o'clock "


def time_phrase(draw, tense):
    """A time that fits the tense (past, future or present): (chinese, english)."""
    number, en_number = draw.pick(lexicon.NUMBERS)
    day, weekday = draw.pick(lexicon.WEEKDAYS)
    month, en_month = draw.pick(lexicon.MONTHS)
    year = draw.pick(lexicon.YEARS)
    hour, clock = _clock(draw, lexicon.NUMBERS[:5])
    early_hour, early_clock = _clock(draw, lexicon.NUMBERS[5:])
    table = {
        "past": (("昨天", "yesterday"), ("昨天上午", "yesterday morning"), ("昨天下午", "yesterday afternoon"),
                 ("上个星期", "last week"), ("上个月", "last month"), ("去年", "last year"),
                 ("上个星期" + day, "last " + weekday), (number + "天前", en_number + " days ago"),
                 (number + "年前", en_number + " years ago"), (f"{year}年{month}月", f"in {en_month} {year}"),
                 ("昨天下午" + hour, clock + "yesterday afternoon")),
        "future": (("明天", "tomorrow"), ("明天上午", "tomorrow morning"), ("明天下午", "tomorrow afternoon"),
                   ("下个星期", "next week"), ("下个月", "next month"), ("明年", "next year"),
                   ("下个星期" + day, "next " + weekday), (number + "天后", f"in {en_number} days"),
                   ("明天上午" + early_hour, early_clock + "tomorrow morning")),
        "present": (("每天", "every day"), ("每天早上", "every morning"), ("每天晚上", "every evening"),
                    ("每个星期" + day, "every " + weekday), ("每年", "every year"),
                    ("每天早上" + early_hour, early_clock + "every morning"),
                    ("每天晚上" + early_hour, early_clock + "every evening")),
    }
    return draw.pick(table[tense])
