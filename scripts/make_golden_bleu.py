#!/usr/bin/env python3
"""Writes tests/golden/bleu.json with sacrebleu 2.6.0. Usage: make_golden_bleu.py [OUTPUT]"""

import json
import random

import sacrebleu
import sacrebleu.metrics.bleu
from sacrebleu.metrics import BLEU
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

import golden_file
import random_segments

sacrebleu.metrics.bleu.sum = random_segments.plain_sum

# (what, hypotheses, references)
ROWS = [
    ("identical", ["the man bit the dog ."], [["the man bit the dog ."]]),
    ("empty hypothesis", [""], [["the man bit the dog ."]]),
    ("empty reference", ["the man bit the dog ."], [[""]]),
    ("both empty", [""], [[""]]),
    ("one token, right", ["dog"], [["dog"]]),
    ("one token, wrong", ["dog"], [["cat"]]),
    ("two tokens", ["a dog"], [["a dog"]]),
    ("no match at all", ["a b c d e"], [["f g h i j"]]),
    ("no 4-gram", ["a b c x d e f"], [["a b c y d e f"]]),
    ("white space only", [" \u3000\t"], [["\u2028"]]),
    ("repeated words are clipped", ["the the the the the the the"], [["the cat is on the mat"]]),
    ("empty among others", ["", "the man bit the dog"], [["the dog", "the man bit a dog"]]),
    ("a reference of two is empty", ["the man bit"], [["the man bit a dog"], [""]]),
    ("equally close references: the shorter counts", ["a b c d"], [["a b c d e f"], ["a b"]]),
    ("sacrebleu's own example", ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."],
     [["The dog bit the man.", "It was not unexpected.", "The man bit him first."],
      ["The dog had bit the man.", "No one was surprised.", "The man had bitten the dog."]]),
]
OPTIONS = [{}, {"smooth_method": "none"}, {"smooth_method": "floor"}, {"smooth_method": "floor", "smooth_value": 0.5},
           {"smooth_method": "add-k"}, {"smooth_method": "add-k", "smooth_value": 2.5}, {"effective_order": True},
           {"effective_order": True, "smooth_method": "add-k"}, {"lowercase": True}, {"tokenize": "none"}]
LINES_13A = ["", " ", "a.b", "1.5", "a.", ".", "..", "...", ". .", "1.", ".1", "1.a", "a.1", "1,000.5", "1..2", "5.,6", "a,.b",
             "1-2", "a-1", "1-a", "1--2", "--", "1-.2", "3.-4", "9-,8", "..5", "a..5", "a.,5b", "x,.1,", "1.-2", "1...2", "it's", "'quoted'", "(a)", "a/b", "C++", "$5.00",
             "50%", "a_b^c`d~e", "{x}[y]\\z", "a&b", "&amp;lt;", "&amp;amp;quot;x", "&quot;a&quot;", "a<skipped>b",
             "<skip<skipped>ped>", "co-\noperate", "a\nb", "é.é", "中.文,1", "1.中", "١.٢", "…", "a\u00a0.b", "a\u2028b", "\x00.\x00",
             "\x7f,\x7f", "U.S.", "Mr. X, 3rd.", "http://a.b/c?d=e&f=g", "👍.👍"]


def case(what, hypotheses, references, options):
    metric = BLEU(force=True, **options)
    score = metric.corpus_score(hypotheses, references)
    signature = metric.get_signature().format()
    statistics = BLEU(force=True, **options)._extract_corpus_statistics(hypotheses, references)
    return {"what": what, "hypotheses": hypotheses, "references": references, "options": options,
            "statistics": statistics, "score": score.score, "precisions": score.precisions, "bp": score.bp,
            "ratio": score.ratio, "hyp_len": score.sys_len, "ref_len": score.ref_len, "signature": signature,
            "text": score.format(2, False, signature), "json": score.format(3, False, signature, True)}


def number_cases(rng):
    values = [0.0, -0.0, 1.0, 100.0, 0.1, 1e15, 1e16, 123456789012345680.0, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308,
              0.5, 1.5, 2.5, 0.05, 0.15, 26.25, 26.35, 99.95, 1 / 3, 2 / 3, 48.530827, -1.25, 123456.0]
    values += [rng.uniform(0, 100) for _ in range(40)] + [rng.uniform(-1, 1) * 10.0 ** rng.randint(-20, 25) for _ in range(40)]
    return [{"value": value, "width": width, "fixed": f"{value:.{width}f}", "shortest": json.dumps(value),
             "rounded": float(f"{value:.{width}f}")} for value in values for width in (rng.choice([0, 1, 2]), rng.randint(3, 20))]


def main():
    rng = random.Random(20260731)
    lines = LINES_13A + [random_segments.segment(rng) for _ in range(150)]
    tokenizer = Tokenizer13a()
    lower = [random_segments.segment(rng, 6) for _ in range(150)] + ["ΑΣ", "Σ", "ΑΣΑ", "Α.Σ", "ΑΣ.", "ΑΣ'Α", "Σ\u0301", "İ", "ǅ", "ẞ"]
    split = [random_segments.segment(rng) for _ in range(60)]
    split += [f"a{chr(point)}b{chr(point)}" for point in random_segments.WHITE_SPACE + random_segments.NEARLY_WHITE_SPACE]
    cases = [case(*row, options) for row in ROWS for options in OPTIONS]
    for number in range(60):
        options = random_segments.bleu_arguments(rng)
        options.pop("force")
        cases.append(case(f"random {number}", *random_segments.corpus(rng, 4), options))
    golden = {"sacrebleu": sacrebleu.__version__,
              "tokenize_13a": [[line, tokenizer(line)] for line in lines],
              "lower": [[text, text.lower()] for text in lower],
              "split": [[text, text.split(), text.rstrip()] for text in split],
              "numbers": number_cases(rng),
              "corpora": cases}
    golden_file.write_golden("bleu.json", golden)


if __name__ == "__main__":
    main()
