#!/usr/bin/env python3
"""Writes tests/golden/ter.json with sacrebleu 2.6.0. Usage: make_golden_ter.py [OUTPUT]"""

import itertools
import random

import numpy
import sacrebleu
from sacrebleu.metrics import TER
from sacrebleu.metrics import lib_ter
from sacrebleu.tokenizers.tokenizer_ter import TercomTokenizer

import golden_file
import random_segments

# (what, hypotheses, references)
ROWS = [
    ("identical", ["the man bit the dog ."], [["the man bit the dog ."]]),
    ("empty hypothesis", [""], [["the man bit the dog ."]]),
    ("empty reference", ["the man bit the dog ."], [[""]]),
    ("both empty", [""], [[""]]),
    ("one word, right", ["dog"], [["dog"]]),
    ("one word, wrong", ["dog"], [["cat"]]),
    ("white space only", [" \u3000\t"], [["\u2028"]]),
    ("punctuation only", ["?!"], [["."]]),
    ("empty among others", ["", "the man bit the dog", "a"], [["the dog", "the man bit a dog", ""]]),
    ("a reference of two is empty", ["the man bit"], [["the man bit a dog"], [""]]),
    ("the mean of three lengths", ["a b c d", "e"], [["a b c", "e"], ["b a c d e", "f"], ["x", "e f g h"]]),
    ("a block moved to the front", ["b c d e a"], [["a b c d e"]]),
    ("two blocks moved", ["c d a b g e f"], [["a b c d e f g"]]),
    ("a block longer than ten words moved", ["l m n o p a b c d e f g h i j k"], [["a b c d e f g h i j k l m n o p"]]),
    ("references are tokenized twice", ["a . , 5", "a.,5", "it's\u2009b &amp;amp;lt;", "it 's b <"],
     [["a.,5", "a . , 5", "it's\u2009b &amp;amp;lt;", "it's\u2009b &amp;amp;lt;"]]),
    ("sacrebleu's own example", ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."],
     [["The dog bit the man.", "It was not unexpected.", "The man bit him first."],
      ["The dog had bit the man.", "No one was surprised.", "The man had bitten the dog."]]),
]
SWITCHES = ["normalized", "no_punct", "asian_support", "case_sensitive"]
# Every choice of switches, those that are on.
OPTIONS = [{name: True for name, is_on in zip(SWITCHES, choice) if is_on} for choice in itertools.product([False, True], repeat=4)]
LINES = [
    "", " ", "a.b", "1.5", "a.", ".", "...", "1,000.5", "1..2", "5.,6", "1-2", "a-1", "1--2", "1-.2", "it's", "it's.", "it's!", "it's(a)",
    "'s", "'s 's", "''s ", "a's'", "dogs' 's x's", "IT'S IT'S", "it\u2019s", "'s\u00a0a", "(a)\"b\"?c!d;e:f,g.", "C++ $5.00 50% a_b^c`d~e {x}[y]\\z",
    "&amp;lt;", "&amp;quot;", "&amp;amp;", "&amp;amp;lt;", "&AMP;&LT;&QUOT;", "&&amp;&gt;&amp", "&quot;a&quot;", "&apos;s", "'&quot;s ", "'s&amp;", "<skipped>a",
    "co-\noperate", "co\n-operate", "a\n\n-b", "a\nb", "&am\n-p;lt;", "a\n--b", "\n", "\x00.\x00", "\x7f,\x7f", "a\u00a0.b", "a\u2028b",
    "\u4e2d\u6587", "\u4e2d.5", "5.\u4e2d", "\u4e2d's\u6587", "\u4e2d's \u6587", "a\u3001b", "\u3002", "a\uff0cb\uff01\uff08c\uff09", "\uff65\u30fb\uff61",
    # Kana alone, first, last, between.
    "\u3042", "\u3042\u3044\u3046", "\u3042\u30a2", "\u30a2\u30a4", "\u31f0\u31f1", "a\u3042\u3044", "\u3042\u3044a", "\u3042 \u30a2", "\u4e2d\u3042\u3044\u6587",
    "\u3400\u3f22\u3f23\u4dbf\u4dc0", "\u2e7f\u2e80\u2eff\u2f00", "\u31bf\u31c0\u31ef\u31f0", "\u31ff\u3200\u32ff\u3300\u33ff", "\uf8ff\uf900\ufaff\ufb00",
    "\U00020000\U0002a6df", "\u0391\u03a3", "\u0391\u03a3.", "\u0130I\u0131", "\u1e9e\u00df"]


def sentence(rng, words, vocabulary):
    return [rng.randint(1, vocabulary) for _ in range(words)]


def moved(rng, words, moves, longest_block):
    """The words with blocks of them moved."""
    words = list(words)
    for _ in range(moves):
        length = rng.randint(1, longest_block)
        start = rng.randrange(max(1, len(words) - length))
        block = words[start:start + length]
        del words[start:start + length]
        target = rng.randint(0, len(words))
        words[target:target] = block
    return words


def changed(rng, words, changes, vocabulary):
    """The words with some replaced, left out or put in."""
    words = list(words)
    for _ in range(changes):
        at = rng.randint(0, len(words))
        kind = rng.randrange(3)
        words[at:at + (kind > 0)] = [rng.randint(1, vocabulary)] if kind < 2 else []
    return words


def word_pair(rng, longest):
    """(hypothesis, reference) of number words that are about the same in another order; neither empty."""
    vocabulary = rng.choice([2, 3, 5, 20, 200])
    reference = sentence(rng, rng.randint(1, longest), vocabulary)
    words = moved(rng, reference, rng.randint(0, 4), rng.choice([3, 15]))
    return changed(rng, words, rng.randint(0, max(1, len(words) // 4)), vocabulary) or [1], reference


def long_pairs(rng):
    """Pairs for which the beam and the limits of shifts matter."""
    words = list(range(1, 161))
    yield words[25:] + words[:25], words  # a block longer than the beam is wide
    yield words[:60] + words[63:] + words[60:63], words  # moved by more than 50 words
    yield words[40:] + words[:40], words
    for distance in (50, 51):  # the last that is allowed, and one more
        yield words[distance:distance + 1] + words[:distance] + words[distance + 1:], words
    yield words[:100] + [161] * 60, words
    yield [161] * 40 + words[:120], words
    for hyp_len, ref_len in [(1, 60), (2, 150), (3, 160), (1, 130), (60, 1), (150, 2), (120, 90), (90, 120), (40, 100), (101, 100), (49, 147)]:
        yield sentence(rng, hyp_len, 30), sentence(rng, ref_len, 30)
    for vocabulary, length in [(2, 60), (4, 110), (12, 120), (60, 130), (150, 130), (150, 150)]:
        reference = sentence(rng, length, vocabulary)
        yield changed(rng, moved(rng, reference, 6, 20), 12, vocabulary), reference


# Pairs of which one round of shifts ends with 999 or with exactly 1,000 candidates so far, and would save something: the
# first goes on, the second stops. With a limit one lower or higher it is the other way. (Found among 10,000 random pairs
# by an implementation whose limit could be changed; a digit is a word.)
AT_THE_LIMIT = [
    ("2112344124334411422322444344144134121", "21441213411344444142232241312434244"),
    ("1113144321312441113114231343", "111324314144313432213124111423"),
]


def full_distance(hyp, ref):
    row = list(range(len(ref) + 1))
    for word in hyp:
        above, row = row, [row[0] + 1]
        for j, other in enumerate(ref):
            row.append(min(above[j] + (word != other), above[j + 1] + 1, row[j] + 1))
    return row[-1]


def edit_case(hyp, ref):
    names = [str(word) for word in hyp], [str(word) for word in ref]
    distance, inverse_trace = lib_ter.BeamEditDistance(names[1])(names[0])
    align, ref_errors, hyp_errors = lib_ter.trace_to_alignment(lib_ter._flip_trace(inverse_trace))
    return {"hyp": hyp, "ref": ref, "distance": distance, "align": [align[n] for n in range(len(ref))],
            "ref_errors": "".join(map(str, ref_errors)), "hyp_errors": "".join(map(str, hyp_errors))}


def shift_case(hyp, ref):
    """All rounds of shifts, as translation_edit_rate makes them; the words after each."""
    ref_names = [str(word) for word in ref]
    words = [str(word) for word in hyp]
    distances = lib_ter.BeamEditDistance(ref_names)
    rounds = []
    candidates = 0
    while True:
        gain, shifted, candidates = lib_ter._shift(words, ref_names, distances, candidates)
        if candidates >= lib_ter._MAX_SHIFT_CANDIDATES or gain <= 0:
            break
        words = shifted
        rounds.append([int(word) for word in words])
    edits, _ = lib_ter.translation_edit_rate([str(word) for word in hyp], ref_names)
    assert edits == len(rounds) + distances(words)[0]
    case = {"hyp": hyp, "ref": ref, "edits": edits, "candidates": candidates, "round_count": len(rounds)}
    if len(hyp) <= 40 or len(rounds) <= 1:
        case["rounds"] = rounds
    else:
        case["last_words"] = rounds[-1]
    return case


def corpus_case(what, hypotheses, references, options):
    metric = TER(**options)
    score = metric.corpus_score(hypotheses, references)
    signature = metric.get_signature().format()
    statistics = TER(**options)._extract_corpus_statistics(hypotheses, references)
    sentences = [TER(**options).sentence_score(hypothesis, list(refs)).score
                 for hypothesis, *refs in zip(hypotheses, *references)]
    return {"what": what, "hypotheses": hypotheses, "references": references, "options": options,
            "statistics": statistics, "score": score.score, "sentences": sentences, "signature": signature,
            "text": score.format(2, False, signature), "json": score.format(3, False, signature, True)}


def shuffled_corpus(rng):
    """Segments of few different words, in another order than their references'."""
    vocabulary = rng.sample(["the", "The", "a", "of", "man", "dog", "bit,", "bit", "was", "it's", "not", ".", "\u4e2d", "\u6587\u3002"], rng.randint(2, 12))
    size = rng.randint(1, 4)
    references = [[[rng.choice(vocabulary) for _ in range(rng.randint(1, 30))] for _ in range(size)]]
    for _ in range(rng.choice([0, 0, 1, 2])):
        references.append([moved(rng, words, 2, 5) for words in references[0]])
    hypotheses = [moved(rng, words, rng.randint(0, 4), 8) for words in references[0]]
    for words in hypotheses:
        for _ in range(rng.randint(0, 4)):
            words[rng.randrange(len(words))] = rng.choice(vocabulary)
    return [" ".join(words) for words in hypotheses], [[" ".join(words) for words in doc] for doc in references]


def behaviours():
    """What Asian support does with each character between two letters: [first, last, with punctuation, without] where
    one of the two takes it out of the word, or away. "a a" stands for a character that was dropped where spaces were."""
    keeps = TercomTokenizer(normalized=True, asian_support=True, case_sensitive=True)
    drops = TercomTokenizer(no_punct=True, asian_support=True, case_sensitive=True)
    call = TercomTokenizer.__call__.__wrapped__
    ranges = []
    for point in range(0x80, 0x30000):
        if 0xD800 <= point < 0xE000 or chr(point).isspace():
            continue
        kinds = [call(tokenizer, f"a{chr(point)}a").replace(chr(point), "?") for tokenizer in (keeps, drops)]
        if kinds == ["a?a", "a?a"]:
            continue
        if ranges and ranges[-1][1] == point - 1 and ranges[-1][2:] == kinds:
            ranges[-1][1] = point
        else:
            ranges.append([point, point, *kinds])
    return ranges


def resampled_case(metric, edits, ref_len):
    sums = numpy.array([edits, ref_len], dtype="float32")
    return [float(sums[0]), float(sums[1]), float(metric._compute_score_from_stats(sums).score)]


def main():
    rng = random.Random(20060808)
    tokens = []
    for line in LINES:
        tokens += [[line, options, TercomTokenizer(**options)(line)] for options in OPTIONS[::2]]
    for line in [random_segments.segment(rng) for _ in range(120)]:
        options = rng.choice(OPTIONS)
        tokens.append([line, options, TercomTokenizer(**options)(line.rstrip())])

    pairs = [word_pair(rng, 12) for _ in range(60)] + [word_pair(rng, 60) for _ in range(20)] + list(long_pairs(rng))
    pairs += [([int(word) for word in hyp], [int(word) for word in ref]) for hyp, ref in AT_THE_LIMIT]
    edits = [edit_case(*pair) for pair in pairs]
    shifts = [shift_case(*pair) for pair in pairs]
    beamed = sum(case["distance"] != full_distance(case["hyp"], case["ref"]) for case in edits)
    stopped = sum(case["candidates"] >= lib_ter._MAX_SHIFT_CANDIDATES for case in shifts)
    print(f"{beamed} distances differ from Levenshtein's, {stopped} searches stop at the limit, "
          f"{max(case['round_count'] for case in shifts)} shifts at most")
    assert beamed >= 3 and stopped >= 3
    assert [case["candidates"] for case in shifts[-len(AT_THE_LIMIT):]] == [1002, 1000]

    cases = [corpus_case(*row, options) for row in ROWS for options in (OPTIONS[0], {"normalized": True}, OPTIONS[rng.randrange(16)])]
    cases += [corpus_case("sacrebleu's own example", *ROWS[-1][1:], options) for options in OPTIONS]
    for number in range(30):
        cases.append(corpus_case(f"random {number}", *random_segments.corpus(rng, 3), rng.choice(OPTIONS)))
    for number in range(30):
        cases.append(corpus_case(f"shuffled {number}", *shuffled_corpus(rng), rng.choice(OPTIONS)))
    metric = TER()
    golden = {"sacrebleu": sacrebleu.__version__, "numpy": numpy.__version__,
              "tokens": tokens, "behaviours": behaviours(), "edits": edits, "shifts": shifts, "corpora": cases,
              "resampled": [resampled_case(metric, 0, 0), resampled_case(metric, 3, 0)]
              + [resampled_case(metric, rng.randint(0, 90000), rng.randint(1, 300000) / rng.choice([1, 2, 3])) for _ in range(40)]}
    golden_file.write_golden("ter.json", golden)


if __name__ == "__main__":
    main()
