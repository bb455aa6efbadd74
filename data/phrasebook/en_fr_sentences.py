"""The families of English-French sentences, each a function that draws one pair (or None where a draw led nowhere)."""

from dataclasses import replace

import french
import en_fr_bodies as bodies
import en_fr_clauses as clauses
import en_fr_copula as copula
import en_fr_joined as joined_clauses
import en_fr_lexicon as lexicon
import en_fr_phrases as phrases
from corpus import count_words
from english import Mood, capitalise
from english import possessive as possessive_form

LONG_WORDS = 14  # the least of a sentence of the family `long`

EXAMPLES = [
    ("I am a student", "je suis étudiant"),
    ("What is your name?", "Comment t'appelles-tu ?"),
    ("the European Economic Area", "la zone économique européenne"),
    ("The agreement on the European Economic Area was signed in August 1992.",
     "L'accord sur la zone économique européenne a été signé en août 1992."),
]


def finish(pair, mark="."):
    """Spells the French side, sets capitals and the final mark (with a space before the French ?)."""
    if pair is None:
        return None
    space = " " if mark == "?" else ""
    return capitalise(pair[0]) + mark, capitalise(french.spell(pair[1])) + space + mark


def _fronted(draw, tenses):
    """Yesterday, Paul bought a car: the time at the front."""
    clause = clauses.sample(draw, tenses=tenses)
    if clause is None or clause.time is None:
        return None
    en, fr = clauses.statement(replace(clause, time=None))
    return f"{clause.time.en}, {en}", f"{clause.time.fr}, {fr}"


def simple(draw):
    """One clause."""
    if draw.chance(12):
        return finish(_fronted(draw, ("past", "future")))
    clause = clauses.sample(draw)
    return finish(clauses.statement(clause)) if clause else None


def being(draw):
    """One clause with to be. "I am a student" alone belongs to the fragments, so no profession comes here."""
    if draw.chance(35):
        return finish(copula.thing_statement(draw))
    return finish(copula.person_statement(draw, has_profession=False))


def yes_no_question(draw):
    """Did Paul buy a car? Are you tired?"""
    if draw.chance(30):
        return finish(copula.person_question(draw), "?")
    clause = _askable(draw)
    if clause is None:
        return None
    return finish(clauses.question(replace(clause, mood=Mood(clause.mood.tense))), "?")


def _askable(draw, verbs=None):
    """A clause that makes a sensible question: no "must", no "I" or "we", no adverb."""
    subject = phrases.PRONOUNS["you"] if draw.chance(25) else phrases.subject(draw, pronouns=25)
    clause = clauses.sample(draw, subject, ("present", "past", "future", "can", "want"), verbs)
    if clause is None or subject.person in ("je", "nous"):
        return None
    return replace(clause, adverb=None)


def _asking(word, mot, clause):
    """A question that begins with a question word."""
    en, fr = clauses.question(clause)
    return finish((f"{word} {en}", f"{mot} {fr}"), "?")


def w_question(draw):
    """Where, when, why, what, who, how many."""
    kind = draw.weighted([(22, "where"), (18, "when"), (14, "why"), (22, "what"), (14, "who"), (10, "how many")])
    if kind == "how many":
        return _how_many(draw)
    if kind == "who":
        clause = clauses.sample(draw, phrases.Phrase("who", "qui"), ("present", "past", "future", "can", "want"))
        return finish(clauses.statement(replace(clause, adverb=None)), "?") if clause else None
    verbs = [v for v in lexicon.VERBS if not set(v.kinds) & set("XYN*!>.")] if kind == "what" else None
    clause = _askable(draw, verbs)
    if clause is None:
        return None
    positive = replace(clause, mood=Mood(clause.mood.tense))
    if kind == "what" and clause.object:
        return _asking("what", "que", replace(positive, object=None))
    if kind == "where" and not set(clause.verb.kinds) & set("*!QN"):
        return _asking("where", "où", replace(positive, place=None, time=clause.time))
    if kind == "when" and clause.mood.tense in ("past", "future", "want"):
        return _asking("when", "quand", replace(positive, time=None))
    if kind == "why":
        return _asking("why", "pourquoi", clause)
    return None


def _how_many(draw):
    """How many apples does Paul want to buy?"""
    tense = draw.pick(("present", "want", "future"))
    verbs = [v for v in lexicon.VERBS if set(v.kinds) & set("RCTF") and "!" not in v.kinds]
    clause = _askable(draw, verbs)
    if clause is None or not (tense[0] in clause.verb.tenses or tense == "want" and "m" in clause.verb.tenses):
        return None
    noun = draw.pick(phrases.of_kind(lexicon.THINGS, clause.verb.kinds))
    if clause.verb.fr.particle or clause.verb.en.particle:
        return None
    bare = replace(clause, mood=Mood(tense), object=None, clitic=None, time=None)
    return _asking(f"how many {noun.en_plural}", f"combien de {french.plural(noun.fr)}", bare)


def introduction(draw):
    """Names, ages and whereabouts of one's people and things: what, who, where, how."""
    possessive = draw.pick(("our", "their", "your"))
    person = draw.pick(phrases.of_kind(lexicon.PEOPLE, "K"))
    en, fr = phrases.possessed(possessive, person, False)
    kind = draw.weighted([(12, "called"), (14, "name"), (14, "who"), (14, "how"), (14, "old"), (30, "where"),
                          (20, "what"), (6, "pronoun"), (25, "know")])
    if kind == "called":
        name = draw.pick(lexicon.NAMES).text
        subject, form = draw.pick([("my", "je me appelle"), ("your", "tu te appelles"), ("his", "il se appelle"),
                                   ("her", "elle se appelle")])
        return finish((f"{subject} name is {name}", f"{form} {name}"))
    if kind == "pronoun":
        return draw.pick([("What is his name?", "Comment s'appelle-t-il ?"),
                          ("What is her name?", "Comment s'appelle-t-elle ?"),
                          ("How old are you?", "Quel âge as-tu ?"), ("How are you?", "Comment vas-tu ?"),
                          ("Who are you?", "Qui es-tu ?"), ("Where are you?", "Où es-tu ?")])
    if kind == "where":
        return _where_is(draw)
    if kind == "what":
        return _what_is(draw, possessive)
    if kind == "know":
        return _knows(draw)
    asked = {"name": (f"what is the name of {en}", f"comment se appelle {fr}"),
             "who": (f"who is {en}", f"qui est {fr}"), "how": (f"how is {en}", f"comment va {fr}"),
             "old": (f"how old is {en}", f"quel âge a {fr}")}
    return finish(asked[kind], "?")


def _where_is(draw):
    noun = draw.pick(phrases.of_kind(lexicon.THINGS, "RCVTPAF"))
    is_plural = draw.chance(35)
    en, fr = phrases.possessed(draw.pick(sorted(lexicon.POSSESSIVES)), noun, is_plural)
    return finish((f"where {'are' if is_plural else 'is'} {en}", f"où {'sont' if is_plural else 'est'} {fr}"), "?")


_PARTICULARS = [("f", "address", "adresse"), ("m", "job", "métier"), ("f", "nationality", "nationalité"),
                ("m", "problem", "problème"), ("f", "question", "question"),
                ("m", "telephone number", "numéro de téléphone"), ("f", "favourite colour", "couleur préférée")]


def _what_is(draw, possessive):
    """What is your address? What is your favourite song?"""
    favourites = [(n.gender, f"favourite {n.en}", f"{n.fr} préféré{'e' if n.gender == 'f' else ''}")
                  for n in phrases.of_kind(lexicon.THINGS, "RLPAQ")]
    gender, en, fr = draw.pick(_PARTICULARS if draw.chance(40) else favourites)
    form = lexicon.POSSESSIVES[possessive][1 if gender == "f" else 0]
    quel = "quelle" if gender == "f" else "quel"
    return finish((f"what is {possessive} {en}", f"{quel} est {form} {fr}"), "?")


def _knows(draw):
    """I do not know Anna's address."""
    gender, en, fr = draw.pick(_PARTICULARS)
    owner = phrases.someone_single(draw)
    article = "la" if gender == "f" else "le"
    known = phrases.Phrase(f"{possessive_form(owner.en)} {en}", f"{article} {fr} de {owner.fr}")
    verb = next(v for v in lexicon.VERBS if v.fr.infinitive == "connaître")
    subject = phrases.subject(draw)
    return finish(clauses.statement(clauses.Clause(subject, verb, Mood("present", draw.chance(40)), known)))


def fragment(draw):
    """Lower case, no final mark: je suis étudiant, la zone économique européenne."""
    if draw.chance(55):
        return bodies.bare(draw)
    subject = phrases.PRONOUNS[draw.pick(sorted(phrases.PRONOUNS))] if draw.chance(50) \
        else phrases.name_phrase(draw.pick(lexicon.NAMES))
    is_negated = draw.chance(25)
    profession = draw.pick(lexicon.PROFESSIONS)
    en, fr = copula.profession_words(subject, profession)
    verb, no = copula.SUBJECT_IS[subject.person], " not" if is_negated else ""
    etre = copula.ETRE[subject.person]
    return (f"{subject.en} {verb}{no} {en}",
            french.spell(f"{subject.fr} " + (f"ne {etre} pas" if is_negated else etre) + f" {fr}"))


def body_sentence(draw):
    """The agreement on the European Economic Area was signed in August 1992."""
    return finish(bodies.sentence(draw))


def relative(draw):
    """The man who lives in Paris bought the car; the book that Anna wrote is interesting."""
    return finish(joined_clauses.relative(draw))


def joined(draw):
    """Two clauses: and, but, because, when it is raining, thinks that."""
    return finish(joined_clauses.joined(draw))


def long(draw):
    """15 to 25 words: clauses of any of these kinds, joined."""
    pair = finish(joined_clauses.long(draw))
    return pair if pair and all(count_words(side) >= LONG_WORDS for side in pair) else None


# pairs, family
FAMILIES = [(1300, fragment), (700, introduction), (3200, simple), (2000, being), (1900, yes_no_question),
            (1900, w_question), (2900, body_sentence), (3600, relative), (3900, joined), (4200, long)]
