"""Clauses of both languages: Chinese puts when, with whom, where and for whom before the verb, English after it."""

from dataclasses import dataclass, replace
from typing import Optional

import chinese
import english
import zh_en_lexicon as lexicon
import zh_en_phrases as phrases
from english import Mood
from zh_en_phrases import Phrase

ADVERBS = [("常常", "often"), ("总是", "always"), ("有时候", "sometimes"), ("从来不", "never")]


@dataclass(frozen=True)
class Clause:
    """One clause; pairs are (chinese, english). Every part but the subject, the verb and the mood may be missing."""
    subject: Phrase
    verb: lexicon.Verb
    mood: Mood
    object: Optional[Phrase] = None
    purpose: Optional[tuple] = None  # (verb with its object, "to buy a book"), after a place to go to
    time: Optional[tuple] = None
    adverb: Optional[tuple] = None
    companion: Optional[Phrase] = None
    place: Optional[tuple] = None
    receiver: Optional[Phrase] = None
    transport: Optional[tuple] = None
    duration: Optional[tuple] = None


def _zh_place(clause, auxiliary):
    """在 is said once: 正在图书馆看书."""
    if not clause.place:
        return ""
    place = clause.place[0]
    return place[1:] if auxiliary == "正在" and place.startswith("在") and not clause.companion else place


def zh_predicate(clause, also="", why=""):
    """Everything after the subject; `also` is 也 and `why` 为什么."""
    auxiliary, verb = chinese.verb_group(clause.verb.zh, clause.mood)
    if clause.purpose and clause.mood.tense == "past":
        verb = clause.verb.zh.word
    if clause.duration:
        verb = f"{clause.verb.zh.word}了{clause.duration[0]}"
    words = [why, clause.time[0] if clause.time else "", also, clause.adverb[0] if clause.adverb else "", auxiliary,
             f"和{clause.companion.zh}一起" if clause.companion else "", _zh_place(clause, auxiliary),
             f"给{clause.receiver.zh}" if clause.receiver else "", clause.transport[0] if clause.transport else "",
             verb, clause.verb.zh.own_object, clause.object.zh if clause.object else "",
             clause.purpose[0] if clause.purpose else ""]
    return "".join(words)


def _en_rest(clause):
    parts = [clause.verb.en.particle, clause.object.en if clause.object else "", clause.verb.en_object,
             f"for {clause.receiver.en}" if clause.receiver else "", clause.purpose[1] if clause.purpose else "",
             f"with {clause.companion.en}" if clause.companion else "", clause.place[1] if clause.place else "",
             clause.transport[1] if clause.transport else "", clause.duration[1] if clause.duration else "",
             clause.time[1] if clause.time else ""]
    return "".join(" " + part for part in parts if part)


def en_predicate(clause):
    """Everything after the subject."""
    adverb = clause.adverb[1] if clause.adverb else ""
    return english.predicate(clause.verb.en, clause.mood, clause.subject.person, adverb) + _en_rest(clause)


def statement(clause):
    """Subject and predicate, Chinese and English."""
    return clause.subject.zh + zh_predicate(clause), f"{clause.subject.en} {en_predicate(clause)}"


def en_question(clause):
    """did Li Ming buy a book"""
    return english.question(clause.verb.en, clause.mood, clause.subject.person, clause.subject.en) + _en_rest(clause)


def _object_for(draw, verb, mood):
    """An object that the kinds of a verb allow; under a negation it is definite, or bare where it is not counted."""
    things = phrases.of_kind(lexicon.THINGS, verb.kinds)
    substances = phrases.of_kind(lexicon.SUBSTANCES, verb.kinds)
    choices = [(len(things), lambda: phrases.thing(draw, draw.pick(things), mood.is_negated))] if things else []
    if substances:
        is_bare = mood.is_negated or (mood.tense != "past" and draw.chance(55))
        choices.append((len(substances), lambda: phrases.substance(draw, draw.pick(substances), is_bare)))
    if "X" in verb.kinds:
        choices.append((max(len(things), 4), lambda: phrases.someone(draw)))
    return draw.weighted(choices)() if choices else None


def _mood(draw, verb, tenses):
    choices = [(30, "present"), (40, "past"), (9, "future"), (9, "will"), (8, "want"), (6, "plan"), (5, "should"),
               (4, "must"), (8, "like"), (0 if ">" in verb.kinds else 10, "progressive"),
               (20 if "$" in verb.kinds else 0, "can")]
    tense = draw.weighted([c for c in choices if tenses is None or c[1] in tenses])
    mood = Mood(tense, draw.chance(22))
    return mood if chinese.has_negation(mood) else Mood(tense)


def _time_for(draw, clause):
    """A time; where the tense cannot be told without one, always."""
    tense, is_negated = clause.mood.tense, clause.mood.is_negated
    if tense == "past":
        return phrases.time_phrase(draw, "past") if draw.chance(75) else None
    if tense in ("future", "will"):
        return phrases.time_phrase(draw, "future")
    if tense in ("want", "plan", "should", "must") and draw.chance(40):
        return phrases.time_phrase(draw, "future")
    if tense == "present" and not is_negated and clause.adverb is None:
        return phrases.time_phrase(draw, "present")
    return None


def _purpose(draw, mood):
    """买三个苹果 / to buy three apples, after a place to go to."""
    verb = draw.pick([v for v in lexicon.VERBS if not set(v.kinds) & set(">~X")])
    thing = _object_for(draw, verb, mood)
    le = "了" if mood == Mood("past") else ""
    zh = verb.zh.word + le + verb.zh.own_object + (thing.zh if thing else "")
    en = f"to {verb.en.base} {verb.en.particle} {thing.en if thing else verb.en_object}"
    return zh, " ".join(en.split())


_DURATIONS = [("个小时", "hours"), ("天", "days"), ("个星期", "weeks"), ("个月", "months"), ("年", "years")]


def _with_duration(draw, clause):
    """worked for three hours yesterday, worked for two years (then without another time)"""
    number, en_number = draw.pick(lexicon.NUMBERS)
    measure, unit = draw.pick(_DURATIONS)
    time = draw.pick([("昨天", "yesterday"), ("昨天下午", "yesterday afternoon")]) if unit == "hours" else None
    return replace(clause, duration=(number + measure, f"for {en_number} {unit}"), time=time)


def _going(draw, clause):
    """Where to, by what or with whom, and what for."""
    place = draw.pick(lexicon.SITES * 2 + lexicon.TOWNS)
    is_site = place in lexicon.SITES
    if is_site and draw.chance(45):
        clause = replace(clause, object=Phrase(place.zh_to, place.en_to), purpose=_purpose(draw, clause.mood))
    else:
        clause = replace(clause, object=Phrase(place.zh_to, place.en_to))
    if not clause.purpose and draw.chance(35):
        return replace(clause, transport=draw.pick(lexicon.TRANSPORT))
    return replace(clause, companion=phrases.someone(draw)) if draw.chance(20) else clause


def _doing(draw, clause):
    """What, where, with or for whom, how long."""
    clause = replace(clause, object=_object_for(draw, clause.verb, clause.mood))
    can_last = "~" in clause.verb.kinds and clause.mood == Mood("past")
    if clause.mood.tense != "can" and draw.chance(32):
        sites = [lexicon.HOME] * 3 + lexicon.SITES + (lexicon.TOWNS if draw.chance(30) else [])
        place = draw.pick(sites)
        clause = replace(clause, place=(place.zh_at, place.en_at))
    if "+" in clause.verb.kinds and draw.chance(35):
        clause = replace(clause, receiver=phrases.someone(draw))
    elif clause.mood.tense != "can" and draw.chance(15) and not set(clause.verb.kinds) & set("XCH="):
        clause = replace(clause, companion=phrases.someone(draw))
    needs_duration = not clause.verb.zh.own_object  # a bare "worked yesterday" is unfinished in Chinese
    return _with_duration(draw, clause) if can_last and (needs_duration or draw.chance(40)) else clause


def names_itself(clause):
    """Whether the subject meets itself again: I wait for me, we play with me."""
    others = [p.zh for p in (clause.companion, clause.receiver) if p]
    if clause.object and "X" in clause.verb.kinds:
        others.append(clause.object.zh)
    return any(other[0] == clause.subject.zh[0] for other in others)


def sample(draw, subject=None, tenses=None, verbs=None):
    """A random clause of an action, or None where the draw led nowhere."""
    verb = draw.pick(verbs or lexicon.VERBS)
    clause = Clause(subject or phrases.subject(draw), verb, _mood(draw, verb, tenses))
    clause = _going(draw, clause) if ">" in verb.kinds else _doing(draw, clause)
    if names_itself(clause):
        return None
    if clause.mood == Mood("present") and draw.chance(50):
        adverb = draw.pick(ADVERBS)
        is_never = adverb[1] == "never"
        counted = clause.object is not None and clause.object.zh[0] in "一两三四五六七八九十"
        return None if is_never and (counted or clause.purpose) else replace(clause, adverb=adverb)
    return clause if clause.duration else replace(clause, time=_time_for(draw, clause))


def state(draw, subject=None):
    """A random clause of liking, knowing, having, wanting, living or teaching."""
    subject = subject or phrases.subject(draw)
    verb = draw.pick(lexicon.STATES)
    mood = Mood("present", draw.chance(25))
    if verb.kinds == "generic":
        thing = phrases.generic(draw)
    elif verb.kinds == "person":
        thing = phrases.someone(draw)
    elif verb.kinds == "town":
        thing = phrases.town(draw)
    elif verb.kinds == "lesson":
        pupil = phrases.someone(draw)
        zh, en = draw.pick([("汉语", "Chinese"), ("英语", "English"), ("法语", "French"), ("数学", "mathematics")])
        thing = Phrase(pupil.zh + zh, f"{pupil.en} {en}")
    else:
        thing = _owned(draw, mood, is_wish=verb.kinds == "wish")
    if verb.kinds in ("person", "lesson") and thing.zh[0] == subject.zh[0]:
        return None
    return Clause(subject, verb, mood, thing)


def _owned(draw, mood, is_wish):
    """two dogs; not owned: a dog, without a number in Chinese"""
    noun = draw.pick(phrases.of_kind(lexicon.THINGS, "RHCVTAF"))
    if mood.is_negated:
        return Phrase(noun.zh, english.with_article(noun.en)) if not is_wish else phrases.thing(draw, noun, True)
    while True:
        thing = phrases.thing(draw, noun, False)
        if thing.zh[0] in "一两三四五六七八九十":
            return thing
