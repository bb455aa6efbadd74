"""Clauses of both languages: who does what to whom, where and when; also as questions and relative clauses."""

from dataclasses import dataclass, replace
from typing import Optional

import english
import french
import en_fr_lexicon as lexicon
import en_fr_phrases as phrases
from english import Mood
from en_fr_phrases import Clitic, Phrase, Time

ADVERBS = [("often", "souvent"), ("always", "toujours"), ("sometimes", "parfois"), ("never", "jamais")]


@dataclass(frozen=True)
class Clause:
    """One clause; every part but the subject, the verb and the mood may be missing."""
    subject: Phrase
    verb: lexicon.Verb
    mood: Mood
    object: Optional[Phrase] = None
    clitic: Optional[Clitic] = None
    receiver: Optional[Phrase] = None
    place: Optional[tuple] = None
    time: Optional[Time] = None
    adverb: Optional[tuple] = None
    head: Optional[Phrase] = None  # the noun that a relative clause hangs on, as the verb's object

    @property
    def has_negation(self):
        """Whether an indefinite object turns into "any" and "pas de"."""
        return self.mood.is_negated or (self.adverb is not None and self.adverb[1] == "jamais")


def _rest(clause):
    """What follows the verb group in both languages."""
    en, fr = [], []
    if clause.verb.en.particle:
        en.append(clause.verb.en.particle)
    if clause.clitic:
        en.append(clause.clitic.en)
    if clause.object:
        phrase = clause.object.under(clause.has_negation)
        en.append(phrase.en)
        fr.append(f"{clause.verb.fr.particle} {phrase.fr}".strip())
    if clause.receiver:
        en.append(f"to {clause.receiver.en}")
        fr.append(f"à {clause.receiver.fr}")
    if clause.place:
        en.append(clause.place[0])
        fr.append(clause.place[1])
    if clause.time:
        en.append(clause.time.en)
        fr.append(clause.time.fr)
    return "".join(" " + word for word in en), "".join(" " + word for word in fr)


def predicate(clause):
    """The clause without its subject, English and French; it agrees with clause.subject."""
    en_adverb, fr_adverb = clause.adverb or ("", "")
    en_rest, fr_rest = _rest(clause)
    fr = french.predicate(clause.verb.fr, clause.mood, clause.subject, fr_adverb,
                          clause.clitic.fr if clause.clitic else "", clause.clitic or clause.head)
    return english.predicate(clause.verb.en, clause.mood, clause.subject.person, en_adverb) + en_rest, fr + fr_rest


def statement(clause):
    """Subject and predicate, English and French."""
    en, fr = predicate(clause)
    return f"{clause.subject.en} {en}", f"{clause.subject.fr} {fr}"


def question(clause):
    """did Paul buy a car / est-ce que Paul a acheté une voiture."""
    group = english.question(clause.verb.en, clause.mood, clause.subject.person, clause.subject.en)
    return group + _rest(clause)[0], "est-ce que " + " ".join(statement(clause)[1:])


def _object_for(draw, verb):
    """An object that the kinds of a verb allow (see lexicon.VERBS); "parler de" cannot stand before "des"."""
    kinds = verb.kinds
    if "*" in kinds:
        return phrases.generic_phrase(draw)
    choices = []
    if set(kinds) & set("XY"):
        choices.append((12, phrases.someone))
    things = phrases.of_kind(lexicon.THINGS, kinds)
    if things:
        choices.append((len(things), lambda d: phrases.thing_phrase(d, d.pick(things), verb.fr.particle != "")))
    substances = phrases.of_kind(lexicon.SUBSTANCES, kinds)
    if substances:
        choices.append((len(substances), lambda d: phrases.substance_phrase(d, d.pick(substances))))
    if "N" in kinds:
        choices.append((6, phrases.destination))
    return draw.weighted(choices)(draw) if choices else None


def allows_clitic(clause, clitic):
    """Whether the elided l' still tells "him" from "her": by its participle, or because nothing is elided."""
    if "X" not in clause.verb.kinds:
        return False
    word = clause.verb.fr.in_present(clause.subject.person) if clause.mood.tense == "present" \
        else clause.verb.fr.infinitive
    return clitic.is_plural or clause.mood.tense == "past" or not french.starts_with_vowel(word)


def mood(draw, verb, tenses=None):
    """A mood that the verb allows; `tenses` narrows the choice."""
    choices = [(weight, tense) for weight, tense, letter in (
        (30, "present", "p"), (36, "past", "a"), (18, "future", "f"), (7, "can", "m"), (6, "must", "m"),
        (9, "want", "m")) if letter in verb.tenses and (tenses is None or tense in tenses)]
    return Mood(draw.weighted(choices), draw.chance(22)) if choices else None


def _setting(draw, clause):
    """Adds a place, a time and an adverb where the verb and the tense allow them."""
    kinds, tense = clause.verb.kinds, clause.mood.tense
    is_state = clause.verb.tenses == "p"
    place = None
    if ">" in kinds:
        site = draw.pick([p for p in lexicon.PLACES if not p.fr_to.startswith("dans") or "jardin" in p.fr_to])
        place = (site.en_to, site.fr_to)
    elif "." in kinds or (draw.chance(60 if not kinds else 28) and not is_state and not set(kinds) & set("!*QN")):
        site = draw.pick(lexicon.CITY_PLACES + lexicon.COUNTRY_PLACES if "." in kinds else lexicon.PLACES)
        place = (site.en_at, site.fr_at)
    time = None
    if tense in ("past", "future") and draw.chance(60):
        time = phrases.time_phrase(draw, tense)
    elif tense == "present" and not is_state and not clause.mood.is_negated and draw.chance(40):
        time = phrases.time_phrase(draw, tense)
    elif tense in ("can", "must") and draw.chance(35):
        time = phrases.time_phrase(draw, "future")
    wants_adverb = tense == "present" and not is_state and not clause.mood.is_negated and time is None
    adverb = draw.pick(ADVERBS) if wants_adverb and draw.chance(55) else None
    return replace(clause, place=place, time=time, adverb=adverb)


def sample(draw, subject=None, tenses=None, verbs=None):
    """A random clause, or None where the drawn verb has none of the wanted tenses."""
    verb = draw.pick(verbs or lexicon.VERBS)
    chosen = mood(draw, verb, tenses)
    if chosen is None:
        return None
    clause = Clause(subject or phrases.subject(draw), verb, chosen)
    clitic = draw.pick(phrases.CLITICS)
    if draw.chance(45) and allows_clitic(clause, clitic):
        clause = replace(clause, clitic=clitic)
    else:
        clause = replace(clause, object=_object_for(draw, verb))
    if "!" in verb.kinds:
        clause = replace(clause, receiver=phrases.someone(draw))
    return _setting(draw, clause)
