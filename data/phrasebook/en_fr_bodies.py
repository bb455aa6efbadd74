"""The family of "the European Economic Area": stacks of adjectives that French reverses, and papers about them."""

import french
import en_fr_lexicon as lexicon
import en_fr_phrases as phrases
from en_fr_phrases import Phrase


def _body(draw):
    """the (new) European Economic (and Technical) Area / la (nouvelle) zone économique (et technique) européenne."""
    noun = draw.pick(lexicon.BODIES)
    nation = draw.pick(lexicon.NATIONALITIES)
    field, other = draw.pick(lexicon.FIELDS), draw.pick(lexicon.FIELDS)
    kind = draw.weighted([(18, "one"), (67, "two"), (15, "and")])
    en, fr = nation.en, nation.fr(noun.gender, False)
    if kind == "and" and field != other:
        en = f"{en} {field.en} and {other.en}"
        fr = f"{field.fr(noun.gender, False)} et {other.fr(noun.gender, False)} {fr}"
    elif kind != "one":
        en = f"{en} {field.en}"
        fr = f"{field.fr(noun.gender, False)} {fr}"
    fr = f"{noun.fr} {fr}"
    if draw.chance(12):
        is_linking = noun.gender == "m" and french.starts_with_vowel(noun.fr)
        en, fr = f"new {en}", f"{'nouvelle' if noun.gender == 'f' else 'nouvel' if is_linking else 'nouveau'} {fr}"
    return Phrase(f"the {en} {noun.en}", f"{phrases.definite(noun, False)} {fr}", gender=noun.gender)


def bare(draw):
    """The name alone, in lower case and without a final mark."""
    body = _body(draw)
    return body.en, french.spell(body.fr)


def _paper(draw):
    """the agreement on the European Economic Area"""
    noun = draw.pick(lexicon.DOCUMENTS)
    body = _body(draw)
    return Phrase(f"the {noun.en} on {body.en}", f"{phrases.definite(noun, False)} {noun.fr} sur {body.fr}",
                  gender=noun.gender)


def _passive(draw):
    """was signed, was not signed, will be signed."""
    paper = _paper(draw)
    en_verb, fr_verb = draw.pick(lexicon.PAPERWORK)
    participle = french.agree(fr_verb.participle, fr_verb.participle + "e", paper.gender, False)
    month, mois = draw.pick(lexicon.MONTHS)
    year = draw.pick(lexicon.YEARS)
    date = (f"in {month} {year}", f"en {mois} {year}")
    en, fr = draw.weighted([(55, ("was", "a été")), (15, ("was not", "ne a pas été")), (22, ("will be", "sera")),
                            (8, ("will not be", "ne sera pas"))])
    if "will" in en and draw.chance(50):
        coming = phrases.time_phrase(draw, "future")
        date = (coming.en, coming.fr)
    return f"{paper.en} {en} {en_verb.past} {date[0]}", f"{paper.fr} {fr} {participle} {date[1]}"


def _active(draw):
    """The European Economic Council published three reports in August 1992."""
    body = _body(draw)
    en_verb, fr_verb = draw.pick(lexicon.PAPERWORK)
    noun = draw.pick(lexicon.DOCUMENTS)
    time = phrases.time_phrase(draw, "past")
    number, nombre = draw.pick(lexicon.NUMBERS)
    en_object, fr_object = f"{number} {noun.en_plural}", f"{nombre} {french.plural(noun.fr)}"
    if draw.chance(50):
        en_object = f"the {noun.en}"
        fr_object = f"{phrases.definite(noun, False)} {noun.fr}"
    return (f"{body.en} {en_verb.past} {en_object} {time.en}",
            f"{body.fr} a {fr_verb.participle} {fr_object} {time.fr}")


def _office(draw):
    """Paul is the president of the European Economic Council; works for; is in Brussels."""
    body = _body(draw)
    kind = draw.weighted([(40, "president"), (35, "works"), (25, "is")])
    if kind == "is":
        place = draw.pick(lexicon.CITY_PLACES + lexicon.COUNTRY_PLACES)
        return f"{body.en} is {place.en_at}", f"{body.fr} est {place.fr_at}"
    person = phrases.name_phrase(draw.pick(lexicon.NAMES))
    if kind == "works":
        return f"{person.en} works for {body.en}", f"{person.fr} travaille pour {body.fr}"
    is_past = draw.chance(30)
    return (f"{person.en} {'was' if is_past else 'is'} the president of {body.en}",
            f"{person.fr} {'était' if is_past else 'est'} président{'e' if person.gender == 'f' else ''} de {body.fr}")


def sentence(draw):
    """One of these, not yet spelt: text of both languages."""
    return draw.weighted([(55, _passive), (25, _active), (20, _office)])(draw)
