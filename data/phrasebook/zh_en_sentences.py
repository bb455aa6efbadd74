"""The families of Chinese-English sentences, each a function that draws one pair (or None where a draw led nowhere)."""

from dataclasses import replace

import zh_en_clauses as clauses
import zh_en_copula as copula
import zh_en_joined as joined_clauses
import zh_en_lexicon as lexicon
import zh_en_phrases as phrases
from corpus import count_words
from english import Mood, capitalise, possessive
from zh_en_phrases import Phrase

EXAMPLES = [("我爱中国", "I love China"), ("你叫什么名字？", "What is your name?")]

LONG_WORDS = 14  # the least of a sentence of the family `long`


def finish(pair, mark="."):
    """Sets the capital and the final marks."""
    if pair is None:
        return None
    return pair[0] + ("？" if mark == "?" else "。"), capitalise(pair[1]) + mark


def fragment(draw):
    """Without a final mark: 我爱中国, 我是学生."""
    subject = draw.pick(phrases.PRONOUNS) if draw.chance(50) else phrases.name(draw)
    is_negated = draw.chance(18)
    if draw.chance(35):
        zh, en = copula.profession_words(draw, subject)
        no, en_no = ("不", " not") if is_negated else ("", "")
        return f"{subject.zh}{no}是{zh}", capitalise(f"{subject.en} {copula.SUBJECT_IS[subject.person]}{en_no} {en}")
    kind = draw.below(100)
    if kind < 55:
        loved = phrases.town(draw)
    elif kind < 75:
        loved = Phrase(*draw.pick(lexicon.LOVED))
    else:
        loved = phrases.someone(draw)
    if loved.zh[0] == subject.zh[0]:
        return None
    if is_negated:
        does = "does" if subject.person == "il" else "do"
        return f"{subject.zh}不爱{loved.zh}", capitalise(f"{subject.en} {does} not love {loved.en}")
    return (f"{subject.zh}爱{loved.zh}",
            capitalise(f"{subject.en} {'loves' if subject.person == 'il' else 'love'} {loved.en}"))


def introduction(draw):
    """Names, ages, prices and whereabouts."""
    kind = draw.weighted([(14, "called"), (14, "name"), (12, "who"), (12, "old"), (30, "where"), (14, "price"),
                          (14, "costs"), (14, "that")])
    someone = phrases.relative_of_someone(draw)
    if kind == "called":
        zh, en = draw.pick(lexicon.NAMES)
        if draw.chance(50):
            (pronoun, whose) = draw.pick([("我", "my"), ("你", "your"), ("他", "his"), ("她", "her")])
            return finish((f"{pronoun}叫{zh}", f"{whose} name is {en}"))
        return finish((f"{someone.zh}叫{zh}", f"{possessive(someone.en)} name is {en}"))
    if kind == "name":
        if draw.chance(20):
            pronoun, whose = draw.pick([("他", "his"), ("她", "her"), ("你", "your")])
            return finish((f"{pronoun}叫什么名字", f"what is {whose} name"), "?")
        return finish((f"{someone.zh}叫什么名字", f"what is {possessive(someone.en)} name"), "?")
    if kind == "who":
        return finish((f"{someone.zh}是谁", f"who is {someone.en}"), "?")
    if kind == "old":
        return finish((f"{someone.zh}多大", f"how old is {someone.en}"), "?")
    return _about_thing(draw, kind)


def _about_thing(draw, kind):
    noun = draw.pick(phrases.of_kind(lexicon.THINGS, "RPCHVTAE"))
    zh, en = phrases.owner(draw)
    if kind == "where":
        return finish((f"{zh}{noun.zh}在哪里", f"where is {en} {noun.en}"), "?")
    if kind == "that":
        near, en_near = draw.pick([("这", "this"), ("那", "that")])
        is_negated = draw.chance(25)
        return finish((f"{near}{'不' if is_negated else ''}是{zh}{noun.zh}",
                       f"{en_near} is {'not ' if is_negated else ''}{en} {noun.en}"))
    near, en_near = draw.pick([("这", "this"), ("那", "that")])
    adjective = draw.pick([a for a in phrases.of_kind(lexicon.THING_ADJECTIVES, noun.kinds) if len(a.zh_before) == 1])
    thing, en_thing = f"{near}{noun.measure}{noun.zh}", f"{en_near} {noun.en}"
    if draw.chance(50):
        thing, en_thing = f"{near}{noun.measure}{adjective.zh}{noun.zh}", f"{en_near} {adjective.en} {noun.en}"
    if kind == "price":
        return finish((f"{thing}多少钱", f"how much does {en_thing} cost"), "?")
    number, en_number = draw.pick(lexicon.AGES)
    return finish((f"{thing}{number}块钱", f"{en_thing} costs {en_number} yuan"))


def simple(draw):
    """One clause of an action; sometimes with the time at the front."""
    clause = clauses.sample(draw)
    if clause is None:
        return None
    if clause.time and draw.chance(15):
        zh, en = clauses.statement(replace(clause, time=None))
        return finish((clause.time[0] + zh, f"{clause.time[1]}, {en}"))
    return finish(clauses.statement(clause))


def state(draw):
    """One clause of liking, knowing, having, wanting, living, teaching."""
    clause = clauses.state(draw)
    return finish(clauses.statement(clause)) if clause else None


def being(draw):
    """One clause with to be. "I am a student" alone belongs to the fragments, so no profession comes here."""
    if draw.chance(35):
        return finish(copula.thing_statement(draw))
    return finish(copula.person_statement(draw, has_profession=False))


def existence(draw):
    """There are three books on the table."""
    zh, en, mark = copula.existence(draw)
    return finish((zh, en), mark)


def _asker(draw):
    return phrases.PRONOUNS[1] if draw.chance(30) else phrases.subject(draw, pronouns=25)


def yes_no_question(draw):
    """吗."""
    if draw.chance(28):
        return finish(copula.question(draw), "?")
    subject = _asker(draw)
    clause = clauses.state(draw, subject) if draw.chance(30) else clauses.sample(
        draw, subject, ("present", "past", "future", "will", "want", "plan", "like", "can", "progressive"))
    if clause is None or subject.person in ("je", "nous") or clause.mood.is_negated or clause.adverb:
        return None
    return finish((clauses.statement(clause)[0] + "吗", clauses.en_question(clause)), "?")


def w_question(draw):
    """什么, 谁, 哪里, 什么时候, 为什么, 怎么, 几: each stands where its answer stands."""
    kind = draw.weighted([(18, "what"), (14, "who"), (18, "where"), (12, "when"), (14, "why"), (8, "how"),
                          (16, "how many")])
    subject = Phrase("谁", "who") if kind == "who" else _asker(draw)
    verbs = {"what": [v for v in lexicon.VERBS if v.zh.word not in "看戴" and not set(v.kinds) & set("X>-")],
             "how": [v for v in lexicon.VERBS if ">" in v.kinds],
             "where": [v for v in lexicon.VERBS if "X" not in v.kinds]}.get(kind)
    tenses = ("future", "will") if kind == "when" else ("present", "past", "future", "will", "want", "plan")
    clause = clauses.sample(draw, subject, tenses, verbs)
    if clause is None or subject.person in ("je", "nous") or clause.adverb:
        return None
    if kind == "who":
        return finish(clauses.statement(clause), "?")
    if kind == "why":
        return finish((subject.zh + clauses.zh_predicate(clause, why="为什么"), "why " + clauses.en_question(clause)), "?")
    if kind == "how many":
        return _how_many(draw, replace(clause, mood=Mood(clause.mood.tense)))
    return _missing(kind, replace(clause, mood=Mood(clause.mood.tense)))


def _missing(kind, clause):
    """The question for one part of the clause: it gives a Chinese question word and, in English, is taken out."""
    asked, bare, word = None, None, kind
    if kind == "what" and not clause.receiver:
        asked, bare = replace(clause, object=Phrase("什么", "")), replace(clause, object=None)
    elif kind == "when" and not clause.purpose:
        asked, bare = replace(clause, time=("什么时候", "")), replace(clause, time=None)
    elif kind == "how" and not clause.purpose and not clause.companion:
        asked, bare = replace(clause, transport=("怎么", "")), replace(clause, transport=None)
        if clause.mood.tense == "past":
            return None
    elif kind == "where" and clause.verb.kinds != ">" and clause.mood.tense != "past":
        asked, bare = replace(clause, place=("在哪里", "")), replace(clause, place=None)
    elif kind == "where" and clause.verb.kinds == ">" and not clause.purpose and not clause.transport:
        asked, bare = replace(clause, object=Phrase("哪里", "")), replace(clause, object=None)
    if asked is None:
        return None
    return finish((clauses.statement(asked)[0], f"{word} {clauses.en_question(bare)}"), "?")


def _how_many(draw, clause):
    """你买了几本书 / how many books did you buy"""
    nouns = phrases.of_kind(lexicon.THINGS, clause.verb.kinds)
    if not nouns or clause.verb.kinds in ("X", ">") or clause.verb.en.particle or "-" in clause.verb.kinds:
        return None
    noun = draw.pick(nouns)
    asked = replace(clause, object=Phrase(f"几{noun.measure}{noun.zh}", ""))
    return finish((clauses.statement(asked)[0],
                   f"how many {noun.en_plural} {clauses.en_question(replace(clause, object=None))}"), "?")


def relative(draw):
    """The teacher who lives in Beijing is tired."""
    return finish(joined_clauses.relative(draw))


def joined(draw):
    """Two clauses."""
    return finish(joined_clauses.joined(draw))


def long(draw):
    """14 to 25 words."""
    pair = finish(joined_clauses.long(draw))
    return pair if pair and count_words(pair[1]) >= LONG_WORDS else None


# pairs, family
FAMILIES = [(1300, fragment), (1100, introduction), (3700, simple), (1500, state), (2100, being), (900, existence),
            (1700, yes_no_question), (2000, w_question), (3400, relative), (4000, joined), (3900, long)]
