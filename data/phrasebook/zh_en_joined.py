"""Relative clauses (before their noun in Chinese) and clauses joined to longer sentences."""

from dataclasses import replace

import zh_en_clauses as clauses
import zh_en_copula as copula
import zh_en_lexicon as lexicon
import zh_en_phrases as phrases
from english import Mood
from zh_en_phrases import Phrase

# The empty subject of a relative clause: third person, and in nobody's way
_NOBODY = Phrase("-", "-")
_SPEAKING = [("觉得", "think", "thinks"), ("知道", "know", "knows"), ("说", "say", "says")]


def _who(draw):
    """住在北京的老师 / the teacher who lives in Beijing"""
    noun = draw.pick(phrases.of_kind(lexicon.PEOPLE, "JG"))
    if draw.chance(30):
        clause = clauses.state(draw, _NOBODY)
    else:
        clause = clauses.sample(draw, _NOBODY, ("present", "past", "want", "like", "can"))
    if clause is None:
        return None
    return Phrase(f"{clauses.zh_predicate(clause)}的{noun.zh}", f"the {noun.en} who {clauses.en_predicate(clause)}")


def _that(draw, noun):
    """我昨天买的书 / the book that I bought yesterday: no 了, so it always has a time"""
    verbs = [v for v in lexicon.VERBS if set(v.kinds) & set(noun.kinds) and not set(v.kinds) & set("K>-")]
    clause = clauses.sample(draw, tenses=("past",), verbs=verbs)
    if clause is None:
        return None
    verb = replace(clause.verb, zh=replace(clause.verb.zh, has_le=False))
    clause = replace(clause, verb=verb, mood=Mood("past"), object=None, companion=None, duration=None,
                     time=phrases.time_phrase(draw, "past"))
    zh, en = clauses.statement(clause)
    return Phrase(f"{zh}的{noun.zh}", f"the {noun.en} that {en}")


def about_person(draw):
    """The teacher who lives in Beijing is tired; I know the teacher who lives in Beijing."""
    head = _who(draw)
    if head is None:
        return None
    kind = draw.below(100)
    if kind < 30:
        return copula.person_statement(draw, head)
    if kind < 55:
        speaker = phrases.subject(draw)
        verb = draw.pick([v for v in lexicon.VERBS + lexicon.STATES if v.kinds in ("X", "person")])
        if head.zh.startswith(verb.zh.word):
            return None  # 认识认识我的老师: right, but hard to read
        mood = Mood("present" if verb in lexicon.STATES else "past", draw.chance(25))
        return clauses.statement(clauses.Clause(speaker, verb, mood, head))
    clause = clauses.sample(draw, head)
    return clauses.statement(clause) if clause else None


def about_thing(draw):
    """The book that I bought yesterday is interesting; she likes the book that I bought yesterday."""
    noun = draw.pick(phrases.of_kind(lexicon.THINGS, "RWPHTCVE"))
    head = _that(draw, noun)
    if head is None:
        return None
    if draw.chance(55):
        return copula.statement(head, copula.thing_parts(draw, noun, head))
    like = next(v for v in lexicon.STATES if v.kinds == "generic")
    return clauses.statement(clauses.Clause(phrases.subject(draw), like, Mood("present", draw.chance(25)), head))


def relative(draw):
    """One of the two."""
    return about_person(draw) if draw.chance(52) else about_thing(draw)


def clause(draw, subject=None):
    """A clause of any kind: an action, a state, or to be."""
    kind = draw.below(100)
    if kind < 34:
        return copula.person_statement(draw, subject)
    drawn = clauses.state(draw, subject) if kind < 54 else clauses.sample(draw, subject)
    return clauses.statement(drawn) if drawn else None


def _join(draw, main, second, has_but=True):
    """虽然……但是, 因为……所以, and the plain ones; without `has_but` only those with 因为."""
    but = 1 if has_but else 0
    kind = draw.weighted([(28 * but, "but"), (22, "because"), (25, "therefore"), (25 * but, "although")])
    (zh, en), (zh_second, en_second) = main, second
    return {
        "but": (f"{zh}，但是{zh_second}", f"{en}, but {en_second}"),
        "because": (f"{zh}，因为{zh_second}", f"{en} because {en_second}"),
        "therefore": (f"因为{zh}，所以{zh_second}", f"because {en}, {en_second}"),
        "although": (f"虽然{zh}，但是{zh_second}", f"although {en}, {en_second}"),
    }[kind]


def _reported(draw, said):
    """李明说…… / Li Ming says that ..."""
    speaker = phrases.subject(draw)
    zh, base, third = draw.pick(_SPEAKING)
    return f"{speaker.zh}{zh}{said[0]}", f"{speaker.en} {third if speaker.person == 'il' else base} that {said[1]}"


def _too(draw):
    """李明会游泳，我也会游泳 / Li Ming can swim, and I can swim too (either after a negation)"""
    first, second = phrases.subject(draw), phrases.subject(draw)
    if first.zh[0] == second.zh[0]:
        return None
    drawn = clauses.state(draw, first) if draw.chance(50) else clauses.sample(draw, first, ("want", "like", "can"))
    if drawn is None:
        return None
    drawn = replace(drawn, time=None, adverb=None)
    again = replace(drawn, subject=second)
    if clauses.names_itself(again):
        return None
    zh, en = clauses.statement(drawn)
    return (f"{zh}，{second.zh}{clauses.zh_predicate(again, also='也')}",
            f"{en}, and {second.en} {clauses.en_predicate(again)} "
            + ("either" if again.mood.is_negated else "too"))


def _first_then(draw):
    """他先去了银行，然后买了两本书 / first he went to the bank, then he bought two books"""
    subject = phrases.subject(draw)
    counted = [v for v in lexicon.VERBS if "~" not in v.kinds]
    first = clauses.sample(draw, subject, ("past",), counted)
    second = clauses.sample(draw, subject, ("past",), counted)
    if first is None or second is None:
        return None
    first, second = (replace(c, time=None, mood=Mood("past")) for c in (first, second))
    if any(c.purpose or c.verb.en.past == "read" for c in (first, second)):
        return None
    return (f"{subject.zh}先{clauses.zh_predicate(first)}，然后{clauses.zh_predicate(second)}",
            f"first {subject.en} {clauses.en_predicate(first)}, then {subject.en} {clauses.en_predicate(second)}")


def _weathered(draw):
    """下雨的时候，我喜欢听音乐 / when it rains, I like to listen to music"""
    weather, en_weather = draw.pick([("下雨", "it rains"), ("下雪", "it snows")])
    drawn = clauses.sample(draw, tenses=("like", "should", "present"))
    if drawn is None or drawn.time:
        return None
    zh, en = clauses.statement(drawn)
    return f"{weather}的时候，{zh}", f"when {en_weather}, {en}"


def joined(draw):
    """Two clauses."""
    kind = draw.weighted([(54, "join"), (18, "that"), (10, "too"), (10, "first"), (8, "weather")])
    if kind == "too":
        return _too(draw)
    if kind == "first":
        return _first_then(draw)
    if kind == "weather":
        return _weathered(draw)
    main, second = clause(draw), clause(draw)
    if main is None or second is None:
        return None
    if kind == "that":
        return _reported(draw, main)
    return _join(draw, main, draw.pick(lexicon.WEATHER) if draw.chance(10) else second)


def long(draw):
    """Two or three parts, some with a relative clause, some as what someone says; not every draw is long enough."""
    def part():
        return draw.weighted([(60, clause), (22, about_person), (18, about_thing)])(draw)
    main, second = part(), part()
    if main is None or second is None:
        return None
    if draw.chance(25):
        second = _reported(draw, second)
    has_third = draw.chance(30)
    pair = _join(draw, main, second, has_but=not has_third)
    third = clause(draw) if has_third else None
    return (f"{pair[0]}，但是{third[0]}", f"{pair[1]}, but {third[1]}") if third else pair
