#!/usr/bin/env python3
"""Writes tests/golden/significance.json and tests/golden/eval_tables.json with NumPy 2 and sacrebleu 2.6.0.

Usage: make_golden_significance.py [FOLDER]
"""

import argparse
import contextlib
import io
import json
import os
import random
import statistics
import sys

import numpy
import sacrebleu
import sacrebleu.metrics.bleu
from sacrebleu.metrics import BLEU, CHRF, TER
from sacrebleu.metrics.base import Score
from sacrebleu.significance import PairedTest, Result, _bootstrap_resample
from sacrebleu.utils import Color, print_results_table, print_single_results

import random_segments

assert numpy.__version__.startswith("2."), "NumPy 1 rounds otherwise"
sacrebleu.metrics.bleu.sum = random_segments.plain_sum

METRICS = {"bleu": BLEU, "chrf": CHRF, "ter": TER}
SIGNATURE = "nrefs:1|version:2.6.0"


def generator_case(seed):
    numbers = numpy.random.default_rng(seed).bit_generator.random_raw(6)
    case = {"seed": str(seed), "numbers": [int(number) for number in numbers], "samples": [], "halves": []}
    for segments, trials in [(1, 3), (2, 9), (3, 5), (7, 4), (1000, 2)]:
        rows = numpy.random.default_rng(seed).choice(segments, size=(trials, segments), replace=True)
        case["samples"].append({"segments": segments, "rows": rows.tolist()})
    for segments, trials in [(1, 70), (3, 50), (31, 6), (32, 5), (64, 5), (65, 4), (200, 3)]:
        rows = numpy.random.default_rng(seed).integers(2, size=(trials, segments), dtype=bool)
        case["halves"].append({"segments": segments, "rows": [numpy.nonzero(row)[0].tolist() for row in rows]})
    return case


def mean_cases(rng):
    cases = []
    for size in [1, 2, 3, 7, 8, 9, 15, 16, 17, 40, 127, 128, 129, 136, 137, 255, 256, 257, 300, 1000]:
        singles = [float(numpy.float32(rng.uniform(0, 100))) for _ in range(size)]
        doubles = [rng.uniform(0, 100) for _ in range(size)]
        if size == 9:
            doubles = [5e-324, 1e-310, 0.0, 3e-320, 5e-324, 5e-324, 0.0, 0.0, 2.5e-308]
        if size == 7:
            doubles = [1e300, 1e-300, 1.0, 100.0, 1e16, 0.1, 2.0 ** -1000]
        cases.append({"singles": singles, "numpy_singles": float(numpy.array(singles, dtype="float32").mean()),
                      "doubles": doubles, "numpy_doubles": float(numpy.array(doubles).mean()),
                      "exact_doubles": statistics.mean(doubles)})
    return cases


def bleu_row(rng, longest):
    hyp_len = rng.randint(0, longest)
    totals = [max(0, hyp_len - n) for n in range(4)]
    correct = []
    for total in totals:
        correct.append(rng.randint(0, min([total, *correct[-1:]])))
    return [hyp_len, rng.randint(0, longest), *correct, *totals]


def chrf_row(rng, longest, orders):
    row = []
    for _ in range(orders):
        hyp, ref = rng.randint(0, longest), rng.choice([0, rng.randint(0, longest), rng.randint(0, longest)])
        row += [hyp if ref else 0, ref, rng.randint(0, min(hyp, ref))]
    return row


def ter_row(rng, longest):
    # Halves: the mean of two references. Thirds would depend on the order of BLAS's additions.
    return [rng.randint(0, longest), rng.choice([0.0, rng.randint(0, 2 * longest) / 2, rng.randint(0, 2 * longest) / 2])]


def tables(rng, name, arguments, segments, longest, systems):
    def row():
        if name == "bleu":
            return bleu_row(rng, longest)
        if name == "chrf":
            return chrf_row(rng, longest, arguments.get("char_order", 6) + arguments.get("word_order", 0))
        return ter_row(rng, longest)

    first = [row() for _ in range(segments)]
    result = [first]
    for _ in range(systems - 1):
        result.append([row() if rng.random() < 0.4 else list(kept) for kept in first])
        if name == "ter":  # the references are the same
            for mine, kept in zip(result[-1], first):
                mine[1] = kept[1]
    return result


def metric_with(name, arguments, rows):
    """A metric that takes the rows of system s for the hypotheses [s, s, ...]."""
    metric = METRICS[name](**arguments)
    metric.num_refs = 1
    metric._extract_corpus_statistics = lambda hypotheses, _: [list(row) for row in rows[hypotheses[0]]]
    return metric


def paired(metric, rows, kind, trials):
    named = [(f"s{s}", [s] * len(rows[0])) for s in range(len(rows))]
    _, scores = PairedTest(named, {"m": metric}, None, kind, trials)()
    (results,) = [value for key, value in scores.items() if key != "System"]
    return [[None if number is None else float(number) for number in (r.score, r.p_value, r.mean, r.ci)] for r in results]


def significance_case(rng, name, arguments, segments, longest, seed, trials):
    os.environ["SACREBLEU_SEED"] = seed
    rows = tables(rng, name, arguments, segments, longest, rng.choice([2, 2, 3]))
    metric = metric_with(name, arguments, rows)
    interval = None
    score = metric._aggregate_and_compute([list(row) for row in rows[0]])
    with contextlib.suppress(TypeError):  # Python's and NumPy's numbers mixed: sacrebleu crashes
        score.estimate_ci(_bootstrap_resample([list(row) for row in rows[0]], metric, trials)[1])
        interval = [float(score._mean), float(score._ci)]
    case = {"metric": name, "arguments": arguments, "seed": seed, "trials": trials, "rows": rows, "interval": interval,
            "bootstrap": paired(metric, rows, "bs", trials), "randomization": paired(metric, rows, "ar", trials)}
    del os.environ["SACREBLEU_SEED"]
    return case


def significance_cases(rng):
    options = [("bleu", {}), ("bleu", {"smooth_method": "floor"}), ("bleu", {"smooth_method": "add-k"}),
               ("bleu", {"smooth_method": "add-k", "smooth_value": 2.5}), ("bleu", {"smooth_method": "none"}),
               ("bleu", {"effective_order": True}), ("chrf", {}), ("chrf", {"word_order": 2}), ("chrf", {"eps_smoothing": True}),
               ("chrf", {"beta": 1, "char_order": 2}), ("ter", {})]
    shapes = [(1, 30), (2, 6), (3, 3), (9, 25), (40, 40), (33, 3000000)]
    seeds = ["12345", "1", "0012", "98765432109876543210987654321098765432109876543210"]
    return [significance_case(rng, name, arguments, segments, longest, rng.choice(seeds), rng.choice([1, 2, 39, 40, 130]))
            for name, arguments in options for segments, longest in shapes]


def captured(function, *arguments):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        function(*arguments)
    return output.getvalue()


def table_case(rng, kind):
    """Scores of systems as the program's last step gets them, and what it prints."""
    names = rng.sample(["hyp", "système", "a_b&c", "100%", "{x}~^\\<>#$", "系统", "dir/a b.txt", "1,000.5x"], rng.randint(2, 4))
    if kind is None and rng.random() < 0.4:
        names = rng.sample(["1e3", "20", "3.25", "1_0", "-7", "inf", "nan", "1,000", ".5", "+2"], rng.randint(2, 3))
    if kind is not None:
        names[0] = rng.choice(["Baseline: " + names[0], "Baseline"])
    metrics = rng.sample(["BLEU", "chrF2", "chrF2++", "TER", "chrF3++++++++"], rng.randint(1, 3))
    width, form = rng.choice([0, 1, 1, 2, 4, 17]), rng.choice(["json", "text", "text", "latex"])
    trials = rng.choice([0, 1, 1000, 12345])
    rows, results = {}, {"System": list(names)}
    for metric in metrics:
        rows[metric] = []
        for s in range(len(names)):
            score = rng.choice([0.0, 100.0, rng.uniform(0, 100), 1e-7])
            p = rng.choice([0.05, 0.0009990009990009992, rng.random()]) if kind and s else None
            mean, ci = (rng.uniform(0, 100), rng.uniform(0, 9)) if kind == "bs" else (None, None)
            rows[metric].append([score, p, mean, ci])
        results[metric] = [Result(*row) if kind else f"{row[0]:.{width}f}" for row in rows[metric]]
    arguments = argparse.Namespace(format=form, width=width, paired_bs=kind == "bs", paired_ar=kind == "ar",
                                   paired_bs_n=trials, paired_ar_n=trials)
    Color.ENABLE_COLORS = rng.random() < 0.5
    output = captured(print_results_table, results, {metric: SIGNATURE for metric in metrics}, arguments)
    return {"kind": kind, "names": names, "metrics": metrics, "rows": [rows[metric] for metric in metrics], "width": width,
            "format": form, "trials": trials, "has_colours": Color.ENABLE_COLORS, "output": output}


def single_case(rng):
    names = rng.sample(["BLEU", "chrF2++", "TER"], rng.randint(1, 3))
    width, form, is_score_only = rng.choice([0, 1, 2, 5]), rng.choice(["json", "text", "latex"]), rng.random() < 0.3
    rows, results = [], []
    has_interval = rng.random() < 0.6
    for name in names:
        score = Score(name, rng.choice([0.0, 100.0, rng.uniform(0, 100)]))
        if has_interval:
            score._mean, score._ci = rng.choice([0.0, rng.uniform(0, 100), rng.uniform(0, 100)]), rng.uniform(0, 9)
        score._verbose = rng.choice(["", "1.0/2.0 (BP = 1.000)"])
        results.append(score.format(width, is_score_only, SIGNATURE, form == "json"))
        rows.append([name, score.score, [score._mean, score._ci] if has_interval else None, score._verbose])
    Color.ENABLE_COLORS = rng.random() < 0.5
    output = captured(print_single_results, results, argparse.Namespace(format=form))
    return {"rows": rows, "width": width, "format": form, "is_score_only": is_score_only, "has_colours": Color.ENABLE_COLORS,
            "output": output}


def write(folder, name, golden):
    rows = {key: ("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]") if isinstance(rows, list) else json.dumps(rows)
            for key, rows in golden.items()}
    with open(os.path.join(folder, name), "w", encoding="ascii") as file:
        file.write("{\n" + ",\n".join(f'"{key}": {text}' for key, text in rows.items()) + "\n}\n")


def main():
    rng = random.Random(20260801)
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(root, "tests", "golden")
    versions = {"sacrebleu": sacrebleu.__version__, "numpy": numpy.__version__}
    write(folder, "significance.json", versions | {
        "generators": [generator_case(seed) for seed in (0, 1, 12345, 2 ** 32, 98765432109876543210, 10 ** 49 + 7)],
        "means": mean_cases(rng), "tests": significance_cases(rng)})
    write(folder, "eval_tables.json", versions | {
        "tables": [table_case(rng, kind) for kind in ("bs", "ar", None) for _ in range(25)],
        "singles": [single_case(rng) for _ in range(60)]})


if __name__ == "__main__":
    main()
