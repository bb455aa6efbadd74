#!/usr/bin/env python3
"""Writes tests/golden/tokenizers.json with sacrebleu 2.6.0. Usage: make_golden_tokenizers.py [OUTPUT]

Needs the Python package sentencepiece too, which the tests themselves do without: it trains two small models, and is
what sacrebleu's tokenizers flores101 and flores200 call."""

import hashlib
import io
import os
import random
import tempfile
import unicodedata

import regex
import sacrebleu
import sentencepiece
from sacrebleu.metrics import BLEU
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a
from sacrebleu.tokenizers.tokenizer_char import TokenizerChar
from sacrebleu.tokenizers.tokenizer_intl import TokenizerV14International
from sacrebleu.tokenizers.tokenizer_spm import TokenizerSPM
from sacrebleu.tokenizers.tokenizer_zh import TokenizerZh

import golden_file
import random_segments
from make_golden_bleu import LINES_13A, ROWS

TOKENIZERS = {"13a": Tokenizer13a(), "intl": TokenizerV14International(), "zh": TokenizerZh(), "char": TokenizerChar()}
LINES = LINES_13A + [
    "3\u20444", "\u00b2.", "a\u00b2.5", "\u2167.", "\u2167.a", "1\u00b0C", "\u20ac5", "5\u20ac.", "$1,000.50!", "\u00ab1\u00bb", "1\u2013 2", "1\u20132", "a\u2013b",
    "\u201ca\u201d", "don\u2019t", "\u2026", "a\u2026b", "\u00bfqu\u00e9?", "!!1!!", "1.,2", "1.+2", "+.1", "._.", "\u0661.\u0662", "\u0661\u066b\u0662", "2019.", "2019. ",
    "\u4e2d\u6587\uff0c1.5\u3002", "\u4e2d.5", "5.\u4e2d", ".5", "\u3000.5", "\u4e2d,\u6587", "\uff11.\uff12", "\u4e2d\u6587abc\u4e2d", "\U00020000\U0002f800", "\u2f80\u2fa2", "a\u2001b",
    "\u20ac1-2", "1\u2192-2", "\u2a6d\u2a6e", "&amp;\u4e2d", "\u0e01\u0e34.\u0e01", "e\u0301.\u0301", "\U0001F469\u200d\U0001F469", "a b\u3000c"]
# What stands for a character when a line's tokens are compared for every character: nothing else looks like it.
STAND_IN = "\ufffd"
PROBES = [probe.format(STAND_IN) for probe in ("a{}a", "1{}1", "{}.", "1{}")]


def assigned_ranges():
    """[first, last] of the code points of Unicode 14, which every Python and ICU of today knows; no
    surrogates, no LF, no private planes."""
    assert unicodedata.unidata_version == "14.0.0", "Python 3.11 has the tables of Unicode 14"
    ranges = []
    for point in range(0xF0000):
        if unicodedata.category(chr(point)) in ("Cn", "Cs") or point in (0x0A, ord(STAND_IN)):
            continue
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ranges


def behaviour(tokenizer, point):
    """The tokens of each probe with the character in it, which the stand-in replaces again where that is unambiguous."""
    character = chr(point)
    call = type(tokenizer).__call__.__wrapped__  # no cache of past lines: there are a million
    tokens = [" ".join(call(tokenizer, probe.replace(STAND_IN, character).rstrip()).split()) for probe in PROBES]
    return [line if character in probe else line.replace(character, STAND_IN) for probe, line in zip(PROBES, tokens)]


def behaviours(tokenizer, ranges):
    """The kinds of behaviour, and [first code point, kind] wherever the kind changes from one assigned one to the next."""
    kinds, changes = [], []
    for first, last in ranges:
        for point in range(first, last + 1):
            kind = behaviour(tokenizer, point)
            if kind not in kinds:
                kinds.append(kind)
            number = kinds.index(kind)
            if not changes or changes[-1][1] != number:
                changes.append([point, number])
    return {"kinds": kinds, "changes": changes}


def train(lines, **options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(lines), model_writer=model, minloglevel=3, **options)
    return model.getvalue()


def models(rng):
    """Two small models: one that normalises by a short list of rules (nmt_nfkc's would take 240 kB), one that changes
    nothing and falls back to bytes."""
    vocabulary = random_segments.WORDS + random_segments.NUMBERS
    lines = [" ".join(rng.choices(vocabulary, k=rng.randint(1, 12))) for _ in range(400)]
    with tempfile.TemporaryDirectory() as folder:
        # The model remembers the path: one without the folder gives the same bytes again.
        before = os.getcwd()
        os.chdir(folder)
        with open("rules.tsv", "w", encoding="ascii") as file:
            file.write("".join(f"{source:X}\t{target:X}\n" for source, target in
                               [(0xA0, 0x20), (0x3000, 0x20), (0xFF01, 0x21), (0xC9, 0xE9), (0x212B, 0xC5), (0x09, 0x20)]))
        yield "unigram", train(lines, model_type="unigram", vocab_size=200, hard_vocab_limit=False,
                               character_coverage=0.98, normalization_rule_tsv="rules.tsv")
        os.chdir(before)
    yield "bpe", train(lines, model_type="bpe", vocab_size=450, hard_vocab_limit=False, character_coverage=0.98,
                       byte_fallback=True, normalization_rule_name="identity", remove_extra_whitespaces=False,
                       add_dummy_prefix=False)


def spm_case(name, model, lines):
    tokenizer = TokenizerSPM.__new__(TokenizerSPM)  # without the download
    tokenizer.sp = sentencepiece.SentencePieceProcessor(model_proto=model)
    return {"name": name, "model_hex": model.hex(), "sha256": hashlib.sha256(model).hexdigest(),
            "rows": [[line, " ".join(tokenizer(line).split())] for line in lines]}


def bleu_case(name, hypotheses, references, lowercase):
    metric = BLEU(force=True, tokenize=name, lowercase=lowercase, smooth_method="none")
    score = metric.corpus_score(hypotheses, references)
    return {"hypotheses": hypotheses, "references": references, "tokenize": name, "lowercase": lowercase,
            "counts": score.counts, "totals": score.totals, "score": score.score,
            "signature": metric.get_signature().format()}


def main():
    rng = random.Random(20261024)
    ranges = assigned_ranges()
    lines = [line.rstrip() for line in LINES + [random_segments.segment(rng) for _ in range(100)]]
    spm_lines = [line.rstrip() for line in LINES[-40:] + [random_segments.segment(rng) for _ in range(40)]]
    corpora = [bleu_case(name, *row[1:], lowercase) for row in ROWS[-2:] for name in TOKENIZERS for lowercase in (False, True)]
    corpora += [bleu_case(name, *random_segments.corpus(rng, 3), rng.random() < 0.5) for name in TOKENIZERS for _ in range(4)]
    golden = {"sacrebleu": sacrebleu.__version__, "regex": regex.__version__, "sentencepiece": sentencepiece.__version__,
              "lines": [[line, {name: " ".join(tokenizer(line).split()) for name, tokenizer in TOKENIZERS.items()}] for line in lines],
              "probes": PROBES, "assigned": ranges,
              "behaviours": {name: behaviours(tokenizer, ranges) for name, tokenizer in TOKENIZERS.items() if name in ("intl", "zh")},
              "spm": [spm_case(name, model, spm_lines) for name, model in models(rng)],
              "bleu": corpora}
    golden_file.write_golden("tokenizers.json", golden)


if __name__ == "__main__":
    main()
