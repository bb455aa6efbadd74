#!/usr/bin/env python3
"""Writes tests/golden/chrf.json with sacrebleu 2.6.0 and NumPy 2. Usage: make_golden_chrf.py [OUTPUT]"""

import random

import numpy as np
import sacrebleu
from sacrebleu.metrics import CHRF

import golden_file
import random_segments
from make_golden_bleu import ROWS

# (what, hypotheses, references)
CHRF_ROWS = ROWS + [
    ("shorter than the order", ["ab"], [["abc"]]),
    ("hypothesis shorter than the order", ["ab"], [["abcdefgh"]]),
    ("reference shorter than the order", ["abcdefgh"], [["ab"]]),
    ("repeated characters are clipped", ["aaaaaaaa"], [["aaa"]]),
    ("the better reference counts", ["the cat", "a dog"], [["a dog", "a dog"], ["the cat", "the cat"]]),
    ("of equal references the first counts", ["ab"], [["abcd"], ["cdab"]]),
    ("the longer reference is as good", ["zz"], [["a"], ["bcdefghij"]]),
    ("white space at both ends", ["  a b \t"], [["\u00a0a b"]]),
    ("punctuation", ["(hi) \"there\", ... it's -1 !", "?"], [["(hi), 'there' .. its 1!", "!"]]),
    ("NUL and beyond the BMP", ["\x00\x00\U0001F642\U00020000"], [["\x00\U0001F642\U00020000\U0010FFFD"]]),
    ("case", ["THE MAN \u0130\u03a3"], [["the man i\u0307\u03c2"]]),
]
OPTIONS = [{}, {"word_order": 2}, {"beta": 1, "whitespace": True}, {"eps_smoothing": True, "word_order": 2},
           {"lowercase": True, "char_order": 10, "word_order": 3, "beta": 0}, {"char_order": 0, "word_order": 1}]
WORDS = ["", " ", "a", ".", "..", "...", "a.", ".a", ".a.", "(hi)", "(hi", "a.b", "\u3002", "\u4e2d\u3002", "\u4e2d.", ".\u4e2d", "~a", "a~", "a^ `b",
         "\u00abno\u00bb", "a\u00a0b.", "\x00.", "1,000.", "-1-", "a  b"] + [c + "x " + "x" + c for c in map(chr, range(0x21, 0x80))]


def resamples(metric, statistics, rng):
    """[sum in float32, score] of a few bootstrap samples."""
    table = np.array(statistics, dtype="float32")
    sums = [table[[rng.randrange(len(table)) for _ in table]].sum(0) for _ in range(2)]
    return [[total.tolist(), float(metric._compute_score_from_stats(total).score)] for total in sums]


def case(what, hypotheses, references, options, rng):
    metric = CHRF(**options)
    score = metric.corpus_score(hypotheses, references)
    statistics = metric._extract_corpus_statistics(hypotheses, references)
    return {"what": what, "hypotheses": hypotheses, "references": references, "options": options,
            "statistics": statistics, "score": score.score, "name": score.name,
            "signature": metric.get_signature().format(), "resamples": resamples(metric, statistics, rng)}


def order_sums(rng):
    """[hyp, ref, match] of one order as no corpus may give them: beyond 2^24, or none on one side."""
    match = rng.choice([0, 0, 1, rng.randint(0, 100), rng.randint(0, 1 << 26)])
    hyp, ref = (match + rng.choice([0, 1, rng.randint(0, 1 << 27)]) for _ in range(2))
    return rng.choice([[hyp, ref, match], [hyp, ref, match], [0, ref, 0], [hyp, 0, 0], [0, 0, 0]])


def sums_case(options, rng):
    metric = CHRF(**options)
    total = [count for _ in range(metric.order) for count in order_sums(rng)]
    single = np.array(total, dtype="float32")
    return {"options": options, "sums": total, "score": metric._compute_score_from_stats(total).score,
            "single_sums": single.tolist(), "single_score": float(metric._compute_score_from_stats(single).score)}


def chrf_arguments(rng):
    """Keyword arguments of sacrebleu's CHRF."""
    return {"char_order": rng.choice([6, 6, 6, 1, 3, 8]), "word_order": rng.choice([0, 0, 2, 2, 1, 4]),
            "beta": rng.choice([2, 2, 2, 1, 3, 0]), "lowercase": rng.random() < 0.4, "whitespace": rng.random() < 0.4,
            "eps_smoothing": rng.random() < 0.4}


def main():
    rng = random.Random(20260915)
    cases = [case(*row, options, rng) for row in CHRF_ROWS for options in OPTIONS]
    for number in range(40):
        corpus = random_segments.corpus(rng, 3)
        cases.append(case(f"random {number}", *corpus, chrf_arguments(rng), rng))
    words = WORDS + [random_segments.segment(rng, 5) for _ in range(40)]
    golden = {"sacrebleu": sacrebleu.__version__, "numpy": np.__version__,
              "words": [[line, CHRF(word_order=2)._remove_punctuation(line)] for line in words],
              "sums": [sums_case(chrf_arguments(rng), rng) for _ in range(120)],
              "corpora": cases}
    golden_file.write_golden("chrf.json", golden)


if __name__ == "__main__":
    main()
