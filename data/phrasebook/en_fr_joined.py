"""Relative clauses and clauses joined to longer sentences; the text is not yet spelt."""

from dataclasses import replace

import french
import en_fr_bodies as bodies
import en_fr_clauses as clauses
import en_fr_copula as copula
import en_fr_lexicon as lexicon
import en_fr_phrases as phrases
from english import Mood

_SPEAKING = [
    ("think", "thinks", {"je": "pense", "tu": "penses", "il": "pense", "nous": "pensons", "ils": "pensent"}),
    ("know", "knows", {"je": "sais", "tu": "sais", "il": "sait", "nous": "savons", "ils": "savent"}),
    ("say", "says", {"je": "dis", "tu": "dis", "il": "dit", "nous": "disons", "ils": "disent"})]


def relative(draw):
    """The man who lives in Paris bought the car; the book that Anna wrote is interesting."""
    return _about_person(draw) if draw.chance(50) else _about_thing(draw)


def _who(draw, head):
    """the old man who bought a car yesterday"""
    clause = clauses.sample(draw, subject=head, tenses=("present", "past", "future"))
    if clause is None:
        return None
    en, fr = clauses.predicate(clause)
    return replace(head, en=f"{head.en} who {en}", fr=f"{head.fr} qui {fr}")


def _about_person(draw):
    head = _who(draw, _definite_person(draw))
    if head is None:
        return None
    if draw.chance(45):
        return copula.person_statement(draw, head)
    clause = clauses.sample(draw, head)
    return clauses.statement(clause) if clause else None


def _definite_person(draw):
    while True:
        person = phrases.person_phrase(draw, draw.chance(25))
        if person.en.startswith("the "):
            return person


def _that(draw, head, verbs):
    """the car that Paul bought yesterday; the French participle agrees with the head"""
    clause = clauses.sample(draw, tenses=("past",), verbs=verbs)
    clause = replace(clause, object=None, clitic=None, receiver=None, head=head, mood=Mood("past"))
    en, fr = clauses.statement(clause)
    return replace(head, en=f"{head.en} that {en}", fr=f"{head.fr} que {fr}")


def _about_thing(draw):
    noun = draw.pick(phrases.of_kind(lexicon.THINGS, "RWCVTPF"))
    fitting = [v for v in lexicon.VERBS if set(v.kinds) & set(noun.kinds) and not set(v.kinds) & set("!*")]
    is_plural = draw.chance(35)
    bare = phrases.Phrase(f"the {noun.en_plural if is_plural else noun.en}",
                          f"{phrases.definite(noun, is_plural)} {french.plural(noun.fr) if is_plural else noun.fr}",
                          "ils" if is_plural else "il", noun.gender, is_plural)
    phrase = _that(draw, bare, [v for v in fitting if "a" in v.tenses and not v.en.particle])
    if draw.chance(55):
        en, fr = copula.thing_predicate(draw, phrase, noun.kinds)
        return f"{phrase.en} {en}", f"{phrase.fr} {fr}"
    clause = clauses.sample(draw, verbs=fitting)
    return clauses.statement(replace(clause, object=phrase, clitic=None, place=None, time=None))


def _clause(draw, subject=None):
    """A clause, with to be or another verb, for a longer sentence."""
    if draw.chance(38):
        return copula.person_statement(draw, subject)
    clause = clauses.sample(draw, subject)
    return clauses.statement(clause) if clause else None


def _pronoun_for(subject):
    """he, she or they for a third person; they is masculine in French, so women together keep their names."""
    if subject.person not in ("il", "ils"):
        return None
    if subject.person == "ils":
        return phrases.PRONOUNS["they"] if subject.gender == "m" else None
    return phrases.PRONOUNS["she" if subject.gender == "f" else "he"]


_LINKS = [(25, (" and ", " et ")), (30, (", but ", ", mais ")), (45, (" because ", " parce que "))]


def _join(draw, main, second):
    """main and second; main, but second; main because second; never the same link twice."""
    en, fr = draw.weighted([link for link in _LINKS if link[1][0] not in main[0]])
    return main[0] + en + second[0], main[1] + fr + second[1]


def _reported(draw, said):
    """Paul thinks that ..."""
    speaker = phrases.subject(draw, pronouns=30)
    base, third, form = draw.pick(_SPEAKING)
    verb = third if speaker.person == "il" else base
    return f"{speaker.en} {verb} that {said[0]}", f"{speaker.fr} {form[speaker.person]} que {said[1]}"


def _weathered(draw):
    """When it is raining, Paul sleeps."""
    weather, temps = draw.pick(lexicon.WEATHER)
    clause = clauses.sample(draw, tenses=("present",))
    if clause is None or clause.time:
        return None
    en, fr = clauses.statement(clause)
    return f"when {weather}, {en}", f"quand {temps}, {fr}"


def joined(draw):
    """Two clauses."""
    first = phrases.subject(draw)
    main = _clause(draw, first)
    if main is None:
        return None
    kind = draw.weighted([(68, "join"), (20, "that"), (12, "when")])
    if kind == "when":
        return _weathered(draw)
    if kind == "that":
        return _reported(draw, main)
    second = _clause(draw, _pronoun_for(first) if draw.chance(40) else None)
    if draw.chance(8):
        second = draw.pick(lexicon.WEATHER)
    return _join(draw, main, second) if second else None


def _part(draw):
    """One part of a long sentence: a plain clause, one with a relative clause, or one about a body."""
    return draw.weighted([(50, _clause), (22, _about_person), (18, _about_thing), (10, bodies.sentence)])(draw)


def long(draw):
    """Two or three parts; not every draw is long enough."""
    parts = [_part(draw), _part(draw)]
    if None in parts:
        return None
    pair = _join(draw, *parts)
    if draw.chance(35):
        return _reported(draw, pair)
    if draw.chance(30):
        third = _clause(draw)
        return _join(draw, pair, third) if third else None
    return pair
