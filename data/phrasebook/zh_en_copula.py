"""Sentences that have "to be" in English; Chinese says 很, 是, 在, 有, 比, or nothing at all."""

import zh_en_lexicon as lexicon
import zh_en_phrases as phrases
from english import SUBJECT_IS, SUBJECT_WAS, with_article
from zh_en_phrases import Phrase

# Each function below returns (chinese after the subject, "is" or "was", english after it, chinese question without 吗).


def _quality(draw, subject, adjectives, may_pass=False):
    adjective = draw.pick(adjectives)
    kind = draw.weighted([(50, ("很", "")), (20, ("非常", "very ")), (30, ("不", "not "))])
    time = phrases.time_phrase(draw, "past") if may_pass and "T" in adjective.kinds and draw.chance(35) else None
    plain = "" if kind[0] == "很" else kind[0]
    zh_time, en_time = time or ("", "")
    be = (SUBJECT_WAS if time else SUBJECT_IS)[subject.person]
    return (zh_time + kind[0] + adjective.zh, be, f"{kind[1]}{adjective.en} {en_time}".strip(),
            zh_time + plain + adjective.zh)


def profession_words(draw, subject):
    """学生 / a student (students)."""
    noun = draw.pick(phrases.of_kind(lexicon.PEOPLE, "J"))
    return noun.zh, noun.en_plural if subject.person in ("nous", "ils") else with_article(noun.en)


def _identity(draw, subject, has_profession):
    is_negated = draw.chance(22)
    zh, en = profession_words(draw, subject)
    if not has_profession or draw.chance(40):
        country, _, en = draw.pick(lexicon.COUNTRIES)
        zh = country + "人"
    zh = ("不是" if is_negated else "是") + zh
    return zh, SUBJECT_IS[subject.person], ("not " if is_negated else "") + en, zh


def _whereabouts(draw, subject):
    place = lexicon.HOME if draw.chance(15) else draw.pick(lexicon.SITES + lexicon.TOWNS)
    time = phrases.time_phrase(draw, "past") if draw.chance(35) else ("", "")
    is_negated = draw.chance(20)
    be = (SUBJECT_WAS if time[0] else SUBJECT_IS)[subject.person]
    zh = time[0] + ("不" if is_negated else "") + place.zh_at
    return zh, be, f"{'not ' if is_negated else ''}{place.en_at} {time[1]}".strip(), zh


def _comparison(draw, subject, adjectives, other):
    adjective = draw.pick([a for a in adjectives if a.comparative])
    if draw.chance(25):
        zh = f"没有{other.zh}{adjective.zh}"
        return zh, SUBJECT_IS[subject.person], f"not as {adjective.en} as {other.en}", zh
    zh = f"比{other.zh}{adjective.zh}"
    return zh, SUBJECT_IS[subject.person], f"{adjective.comparative} than {other.en}", zh


def _age(draw, subject):
    zh, en = draw.pick(lexicon.AGES)
    return zh + "岁", SUBJECT_IS[subject.person], f"{en} years old", zh + "岁"


# Whose age may be anything: no manager of six
_AGED = ("我", "你", "他", "她", "哥哥", "弟弟", "姐姐", "妹妹", "同学", "朋友") + tuple(zh for zh, _ in lexicon.NAMES)


def person_parts(draw, subject, has_profession=True):
    """One of these about a person."""
    kind = draw.weighted([(38, "quality"), (20, "identity"), (20, "place"), (16, "comparison"), (6, "age")])
    if kind == "quality":
        return _quality(draw, subject, lexicon.PERSON_ADJECTIVES, may_pass=True)
    if kind == "identity":
        return _identity(draw, subject, has_profession)
    if kind == "place":
        return _whereabouts(draw, subject)
    if kind == "age" and subject.zh.endswith(_AGED):
        return _age(draw, subject)
    other = phrases.someone(draw)
    if other.zh[0] == subject.zh[0]:
        other = Phrase("这位老师", "this teacher")
    return _comparison(draw, subject, lexicon.PERSON_ADJECTIVES, other)


def thing_parts(draw, noun, subject):
    """One of these about a thing."""
    adjectives = phrases.of_kind(lexicon.THING_ADJECTIVES, noun.kinds)
    adjectives = [a for a in adjectives if not a.is_colour]
    if draw.chance(35):
        return _comparison(draw, subject, adjectives, phrases.thing(draw, noun, is_definite=True))
    return _quality(draw, subject, adjectives)


def statement(subject, parts):
    """(chinese, english) of the subject and what is said of it."""
    return subject.zh + parts[0], f"{subject.en} {parts[1]} {parts[2]}"


def person_statement(draw, subject=None, has_profession=True):
    """他很累 / He is tired."""
    subject = subject or phrases.subject(draw, pronouns=50)
    return statement(subject, person_parts(draw, subject, has_profession))


def thing_statement(draw):
    """这本书比那本词典贵 / This book is more expensive than that dictionary."""
    noun = draw.pick(phrases.of_kind(lexicon.THINGS, "RWMPSCHVTFAEB"))
    subject = phrases.thing(draw, noun, is_definite=True)
    if draw.chance(25):
        zh, en = draw.pick([s for s in lexicon.SPOTS if noun.zh not in s[0]])
        return subject.zh + "在" + zh, f"{subject.en} {SUBJECT_IS[subject.person]} {en}"
    return statement(subject, thing_parts(draw, noun, subject))


def question(draw):
    """你忙吗 / are you busy"""
    subject = phrases.PRONOUNS[1] if draw.chance(30) else phrases.subject(draw, pronouns=25)
    if subject.person in ("je", "nous"):
        return None
    zh, be, en, plain = person_parts(draw, subject)
    if en.startswith("not "):
        return None
    return subject.zh + plain + "吗", f"{be} {subject.en} {en}"


def existence(draw):
    """桌子上有三本书 / there are three books on the table: as a statement or a question, with its mark."""
    spot = draw.pick(lexicon.SPOTS)
    is_outdoors = spot[0][:2] in ("花园", "公园", "学校", "银行", "教室", "办公", "房子")
    people = phrases.of_kind(lexicon.PEOPLE, "JG")
    things = [t for t in phrases.of_kind(lexicon.THINGS, "RPHTAE") if t.zh not in spot[0]]
    noun = draw.pick(people if is_outdoors and draw.chance(60) else things)
    kind = draw.weighted([(22, "one"), (40, "some"), (14, "none"), (10, "any"), (14, "how many")])
    zh, en = spot
    number, en_number = draw.pick(lexicon.NUMBERS)
    return {
        "one": (f"{zh}有一{noun.measure}{noun.zh}", f"there is {with_article(noun.en)} {en}", "."),
        "some": (f"{zh}有{number}{noun.measure}{noun.zh}", f"there are {en_number} {noun.en_plural} {en}", "."),
        "none": (f"{zh}没有{noun.zh}", f"there are no {noun.en_plural} {en}", "."),
        "any": (f"{zh}有{noun.zh}吗", f"are there any {noun.en_plural} {en}", "?"),
        "how many": (f"{zh}有几{noun.measure}{noun.zh}", f"how many {noun.en_plural} are there {en}", "?"),
    }[kind]
