"""Sentences with "to be", many of which are no such thing in French: J'ai faim, Paul a vingt ans, il fait froid."""

import french
import en_fr_lexicon as lexicon
import en_fr_phrases as phrases
from english import SUBJECT_IS, SUBJECT_WAS, with_article
from en_fr_phrases import Phrase
from french import AVOIR, ETAIT, ETRE

_THAN = [Phrase("me", "moi"), Phrase("you", "toi"), Phrase("him", "lui"), Phrase("her", "elle"), Phrase("us", "nous"),
         Phrase("them", "eux")]


def _parts(subject, is_past, is_negated, en_rest, fr_rest, is_avoir=False):
    """The pieces (subject, verb, rest) of both languages."""
    en_verb = (SUBJECT_WAS if is_past else SUBJECT_IS)[subject.person]
    fr_verb = (AVOIR if is_avoir else ETAIT if is_past else ETRE)[subject.person]
    no, pas = (" not", " pas") if is_negated else ("", "")
    fr_verb = f"ne {fr_verb}" if is_negated else fr_verb
    return (subject.en, en_verb, f"{no} {en_rest}"), (subject.fr, fr_verb, f"{pas} {fr_rest}")


def _quality(draw, subject, adjectives):
    is_past, is_negated = draw.chance(30), draw.chance(25)
    adjective = draw.pick(adjectives)
    very, tres = ("very ", "très ") if draw.chance(30) else ("", "")
    return _parts(subject, is_past, is_negated, very + adjective.en,
                  tres + adjective.fr(subject.gender, subject.is_plural))


def profession_words(subject, profession):
    """a doctor / médecin, doctors / médecins: agreeing with the subject, without an article in French."""
    en, masculine, feminine = profession
    return (en + "s" if subject.is_plural else with_article(en),
            french.agree(masculine, feminine, subject.gender, subject.is_plural))


def _profession(draw, subject):
    return _parts(subject, False, draw.chance(20), *profession_words(subject, draw.pick(lexicon.PROFESSIONS)))


def _nationality(draw, subject):
    adjective = draw.pick(lexicon.NATIONALITIES)
    return _parts(subject, False, draw.chance(20), adjective.en, adjective.fr(subject.gender, subject.is_plural))


def _whereabouts(draw, subject):
    place = draw.pick(lexicon.PLACES)
    return _parts(subject, draw.chance(35), draw.chance(20), place.en_at, place.fr_at)


def _comparison(draw, subject, adjectives, other):
    adjective = draw.pick([a for a in adjectives if a.comparative])
    return _parts(subject, False, draw.chance(20), f"{adjective.comparative} than {other.en}",
                  f"plus {adjective.fr(subject.gender, subject.is_plural)} que {other.fr}")


def _feeling(draw, subject):
    en, fr = draw.pick(lexicon.FEELINGS)
    return _parts(subject, False, draw.chance(25), en, fr, is_avoir=True)


def _age(draw, subject):
    en, fr = draw.pick(lexicon.AGES)
    return _parts(subject, False, draw.chance(12), f"{en} years old", f"{fr} ans", is_avoir=True)


def _person_parts(draw, subject, has_profession=True):
    kind = draw.weighted([(34, "quality"), (12 if has_profession else 0, "profession"), (9, "nationality"),
                          (14, "place"), (13, "comparison"), (11, "feeling"), (7, "age")])
    if kind == "quality":
        return _quality(draw, subject, lexicon.PERSON_ADJECTIVES)
    if kind == "age" and subject.en.startswith("the "):
        kind = "place"  # no child of fifty, no doctor of eleven
    if kind == "comparison":
        other = draw.pick(_THAN) if draw.chance(35) else phrases.someone(draw)
        return _comparison(draw, subject, lexicon.PERSON_ADJECTIVES, other)
    simple = {"profession": _profession, "nationality": _nationality, "place": _whereabouts, "feeling": _feeling,
              "age": _age}
    return simple[kind](draw, subject)


def thing_predicate(draw, subject, kinds):
    """is very expensive, was not red, is bigger than Paul's house: for a phrase whose noun has these kinds."""
    adjectives = phrases.of_kind(lexicon.THING_ADJECTIVES, kinds)
    if draw.chance(35) and any(a.comparative for a in adjectives):
        noun = draw.pick([n for n in lexicon.THINGS if n.kinds == kinds])
        en, fr = _comparison(draw, subject, adjectives, phrases.thing_phrase(draw, noun, is_definite=True))
    else:
        en, fr = _quality(draw, subject, adjectives)
    return f"{en[1]}{en[2]}", f"{fr[1]}{fr[2]}"


def person_statement(draw, subject=None, has_profession=True):
    """Paul is tired / Paul est fatigué."""
    en, fr = _person_parts(draw, subject or phrases.subject(draw, pronouns=50), has_profession)
    return f"{en[0]} {en[1]}{en[2]}", f"{fr[0]} {fr[1]}{fr[2]}"


def thing_statement(draw):
    """Paul's house is bigger than this church."""
    noun = draw.pick(phrases.of_kind(lexicon.THINGS, "RLCVHTOPQAF"))
    subject = phrases.thing_phrase(draw, noun, is_definite=True)
    en, fr = thing_predicate(draw, subject, noun.kinds)
    return f"{subject.en} {en}", f"{subject.fr} {fr}"


def person_question(draw):
    """is Paul tired / est-ce que Paul est fatigué; with "tu" and être the verb comes first: es-tu fatigué."""
    subject = phrases.PRONOUNS["you"] if draw.chance(35) else phrases.subject(draw, pronouns=25)
    if subject.person in ("je", "nous"):
        return None
    en, fr = _person_parts(draw, subject)
    en_text = f"{en[1]} {en[0]}{en[2]}"
    if subject.person == "tu" and fr[1] in ("es", "étais", "as"):
        return en_text, f"{fr[1]}-tu{fr[2]}"
    return en_text, f"est-ce que {fr[0]} {fr[1]}{fr[2]}"
