#!/usr/bin/env python3
"""nmt-eval beside sacrebleu's Python API: random corpora and options, then every code point.

    api_test.py NMT_EVAL [--cases N] [--seed S]
    api_test.py NMT_EVAL --seed S --only NUMBER     one case again; its files stay, and their folder is printed

Standard output must be equal byte for byte, but for `|tool:...`. Exits 77 (ctest: skipped) where sacrebleu is missing.
"""

import argparse
import collections
import concurrent.futures
import os
import random
import shlex
import shutil
import sys
import tempfile
import time

import reference
import case as cases
import code_points
import expected
from report import Report

IN_FLIGHT = 6


class Comparison:
    """Runs nmt-eval on two threads while this one asks sacrebleu."""

    def __init__(self, nmt_eval, seed, root, report):
        self.nmt_eval, self.seed, self.root, self.report = nmt_eval, seed, root, report
        self.waiting = collections.deque()
        self.undefined = collections.Counter()
        self.modes = collections.Counter()
        self.pool = concurrent.futures.ThreadPoolExecutor(2)

    def start(self, number):
        case = cases.draw(self.seed, number)
        rng = random.Random(f"{self.seed}/{number}/files")
        folder = os.path.join(self.root, str(number))
        os.mkdir(folder)
        references, systems, standard_input = cases.write_files(case, folder, rng)
        command = [self.nmt_eval, *cases.arguments(case, references, systems, rng)]
        ours = self.pool.submit(reference.run, command, folder, standard_input, {"SACREBLEU_SEED": case.seed})
        try:
            theirs = expected.expected_output(case, folder, references, systems, standard_input)
        except expected.Undefined as error:
            theirs = None
            self.undefined[str(error)[:70]] += 1
        self.modes[case.mode] += 1
        self.waiting.append((number, command, folder, ours, theirs))
        if len(self.waiting) > IN_FLIGHT:
            self.finish_one()

    def finish_one(self):
        number, command, folder, ours, theirs = self.waiting.popleft()
        code, output, errors = ours.result()
        # Where sacrebleu crashes, ours must still give an answer.
        wanted = output or b"some output" if theirs is None else theirs
        self.report.check(number, command, (code, output), (0, wanted), errors)
        shutil.rmtree(folder)

    def finish(self):
        while self.waiting:
            self.finish_one()
        self.pool.shutdown()


def run_only(nmt_eval, seed, number):
    folder = tempfile.mkdtemp(prefix="nmt-eval-case-")
    report = Report("")
    case = cases.draw(seed, number)
    rng = random.Random(f"{seed}/{number}/files")
    references, systems, standard_input = cases.write_files(case, folder, rng)
    arguments = cases.arguments(case, references, systems, rng)
    with open(os.path.join(folder, "stdin"), "wb") as file:
        file.write(standard_input)
    print(f"cd {folder}; export SACREBLEU_SEED={case.seed}; sacrebleu {shlex.join(arguments)} < stdin")
    print(case)
    code, output, errors = reference.run([nmt_eval, *arguments], folder, standard_input, {"SACREBLEU_SEED": case.seed})
    print(f"ours: {code}\n{output.decode('utf-8')}{errors}")
    theirs = expected.expected_output(case, folder, references, systems, standard_input)
    print(f"sacrebleu:\n{theirs.decode('utf-8')}")
    report.check(number, [nmt_eval, *arguments], (code, output), (0, theirs), errors)
    return report.failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("nmt_eval", type=os.path.abspath)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", type=int)
    options = parser.parse_args()
    if options.only is not None:
        sys.exit(1 if run_only(options.nmt_eval, options.seed, options.only) else 0)

    start = time.monotonic()
    script = os.path.relpath(__file__)
    report = Report(f"{sys.executable} {script} {options.nmt_eval} --seed {options.seed} --only {{number}}")
    with tempfile.TemporaryDirectory(prefix="nmt-eval-live-") as root:
        comparison = Comparison(options.nmt_eval, options.seed, root, report)
        for number in range(options.cases):
            comparison.start(number)
        comparison.finish()
        rows = code_points.compare(options.nmt_eval, root, report)
    print(f"{report.failures} differences in {options.cases} cases {dict(comparison.modes)} and {rows} rows of "
          f"code points; "
          f"{time.monotonic() - start:.0f} s (Python {sys.version.split()[0]})")
    for error, count in comparison.undefined.most_common():
        print(f"  sacrebleu crashes on {count} of them: {error}")
    sys.exit(1 if report.failures else 0)


if __name__ == "__main__":
    main()
