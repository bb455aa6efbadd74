"""Every code point that was assigned in Unicode 14, through every tokenizer and lower-casing, row by row.

Letters of scripts without case, and private use, differ from one another in nothing that a tokenizer asks for: of
these only a part is taken.
"""

import os
import unicodedata

import reference  # noqa: F401  (before sacrebleu)
import random_segments
from sacrebleu.metrics import BLEU, CHRF, TER

PER_ROW = 60
# Around the character: letters, digits, its own kind, nothing.
PATTERN = "a{0}b 1{0}2 a{0}1{0}b {0}"
OPTIONS = [
    *((BLEU, {"tokenize": name, "effective_order": True}, ["-m", "bleu", "-tok", name])
      for name in ("13a", "intl", "zh", "char", "none")),
    (BLEU, {"tokenize": "none", "lowercase": True, "effective_order": True}, ["-m", "bleu", "-tok", "none", "-lc"]),
    (CHRF, {"word_order": 2, "lowercase": True}, ["-m", "chrf", "--chrf-word-order", "2", "--chrf-lowercase"]),
    (CHRF, {"whitespace": True}, ["-m", "chrf", "--chrf-whitespace"]),
]
# TER is slow beyond a few words.
TER_OPTIONS = (TER, {"normalized": True, "asian_support": True},
               ["-m", "ter", "--ter-normalized", "--ter-asian-support"])
TER_NO_PUNCT = (TER, {"no_punct": True, "asian_support": True}, ["-m", "ter", "--ter-no-punct", "--ter-asian-support"])


def _chosen():
    for index, point in enumerate(random_segments.code_points()):
        if unicodedata.category(chr(point)) in ("Lo", "Co") and not 0x3000 <= point <= 0x3400 and index % 41:
            continue
        yield chr(point)


def _pairs(characters, per_row, pattern):
    """(hypothesis, reference) rows: the reference has lower case, and spaces where the hypothesis may get them."""
    for i in range(0, len(characters), per_row):
        row = characters[i:i + per_row]
        yield (" ".join(pattern.format(c) for c in row),
               " ".join(pattern.format(f" {c} " if k % 2 else c).lower() for k, c in enumerate(row)))


def _compare(nmt_eval, folder, report, rows, metric_class, arguments, flags):
    for name, column in (("hyp", 0), ("ref", 1)):
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.writelines(row[column] + "\n" for row in rows)
    command = [nmt_eval, "ref", "-i", "hyp", "-sl", "-w", "14", *flags]
    code, output, errors = reference.run(command, folder)
    if metric_class is BLEU:
        arguments = {"force": True, **arguments}
    metric = metric_class(**arguments)
    lines = output.decode("utf-8").split("\n")
    if code != 0 or len(lines) != len(rows) + 1:
        report.check("code points", command, (code, output), (0, b"as many lines as rows"), errors)
        return
    for (hypothesis, against), line in zip(rows, lines):
        score = metric.sentence_score(hypothesis.rstrip(), [against.rstrip()])
        theirs = score.format(14, False, metric.get_signature().format())
        what = f"code points {hypothesis!r}, reference {against!r}"
        report.check(what, command, (code, line.encode()), (0, theirs.encode()))


def compare(nmt_eval, root, report):
    """Returns the number of rows compared."""
    folder = os.path.join(root, "code-points")
    os.mkdir(folder)
    characters = list(_chosen())
    rows = list(_pairs(characters, PER_ROW, PATTERN))
    short_rows = list(_pairs(characters, 3, "a{0}b 1{0}2"))
    for option in OPTIONS:
        _compare(nmt_eval, folder, report, rows, *option)
    for option in (TER_OPTIONS, TER_NO_PUNCT):
        _compare(nmt_eval, folder, report, short_rows, *option)
    return len(OPTIONS) * len(rows) + 2 * len(short_rows)
