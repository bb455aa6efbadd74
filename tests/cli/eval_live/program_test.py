#!/usr/bin/env python3
"""nmt-eval beside sacrebleu's own command line, which starts anew for each case: two at a time.

    program_test.py NMT_EVAL [--cases N] [--seed S] [--only NUMBER]

Standard output must be equal byte for byte, but for `|tool:...`. Where sacrebleu ends with 1, 2 or 17 we end with 2 and
print nothing there. Exits 77 (ctest: skipped) where sacrebleu is missing.
"""

import argparse
import concurrent.futures
import os
import random
import re
import shlex
import sys
import tempfile

import reference
import case as cases
from report import Report


def _vary_standard_input(case, standard_input, rng):
    """Other ends of lines, which Python's text streams take too, and no end at all."""
    if case.is_standard_input:
        standard_input = standard_input.replace(b"\n", rng.choice([b"\n", b"\n", b"\r", b"\r\n"]))
        ends_blank = standard_input.endswith((b"\n\n", b"\r\r", b"\r\n\r\n")) or len(standard_input) < 3
        if rng.random() < 0.2 and not ends_blank:
            standard_input = standard_input.rstrip(b"\r\n")
    return standard_input


def random_call(seed, number, folder):
    """(arguments, standard input, environment)."""
    case = cases.draw(f"{seed}/program", number)
    rng = random.Random(f"{seed}/program/{number}/files")
    references, systems, standard_input = cases.write_files(case, folder, rng)
    arguments = cases.arguments(case, references, systems, rng)
    environment = {"SACREBLEU_SEED": case.seed} if rng.random() < 0.5 else {}
    if rng.random() < 0.2:
        environment["SACREBLEU_FORMAT"] = rng.choice(["text", "TEXT", "json", "Latex", "xml", ""])
    if rng.random() < 0.2:
        environment["NO_COLOR"] = rng.choice(["1", ""])
    arguments += rng.choice([[], [], ["-q"], ["--quiet"], ["-nc"], ["--no-color"]])
    return arguments, _vary_standard_input(case, standard_input, rng), environment


def _files(folder):
    """A small corpus for the calls below, with names of all sorts."""
    content = {
        "ref": "The man bit the dog.\nYes, it did.\nWhy not?\n", "ref2": "A man bit a dog.\nIt did.\n\n",
        "hyp": "the man bit the dog .\nYes, it did.\nWhy?\n", "hyp2": "The dog bit the man.\nYes.\nWhy not?\n",
        "tabs": "a b c d\te f g h\nYes\tNo\nx\ty\n", "tab hyp": "a b c d\nYes\ny\n", "short": "one\n", "empty": "",
        "bad tabs": "a\tb\nc\nd\te\n", "1e3": "The man\nYes\nWhy\n", "2e3": "The man\nYes, it\nWhy not\n",
    }
    for name, text in content.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="\n") as file:
            file.write(text)


FIXED_CALLS = """
ref -i hyp
ref ref2 -i hyp -m ter bleu chrf
ref -i hyp -m bleu bleu
ref -i hyp hyp2
ref -i hyp hyp2 -f text
ref -i hyp hyp2 -f latex -m bleu chrf
ref -i 1e3 2e3 -f text
ref -i 1e3 2e3 -f latex -w 0
ref -i hyp hyp2 hyp --paired-bs -pbsn 20
ref -i hyp hyp2 hyp2 --paired-bs
ref -i hyp hyp2 -par -parn 50 -m bleu chrf ter -f text
ref -i hyp hyp2 -pbs -pbsn 50 -m bleu chrf ter -f text -j 2
ref -i hyp hyp2 -pbs
ref -i hyp hyp2 -par
ref -i hyp -ci
ref -i hyp -ci -cin 1 -f text
ref -i hyp --confidence -b
tabs -nr 2 -i 'tab hyp'
ref -i hyp -f latex
ref -i hyp -w 0 -b
ref -i hyp -b -m bleu chrf
ref -i hyp -b -m bleu chrf -f text
ref -i hyp -f text -m bleu chrf ter
ref -i hyp -sl -m bleu chrf
ref -i hyp hyp2 -sl
ref -i hyp -sl -ci
ref -i hyp --paired-bs
ref -i hyp hyp2 -ci
ref -i hyp hyp
ref -i short
ref short -i hyp
empty -i empty
'bad tabs' -nr 2 -i hyp
tabs ref -nr 2 -i hyp
ref -i hyp -m comet
ref -i hyp hyp2 -par -pbs
-i hyp
ref -i missing
missing -i hyp
ref -i hyp -tok no
ref -i hyp --no-such-option
ref -i hyp -w x
ref -i hyp -f xml
ref -i hyp -s no
""".strip().splitlines()


def compare(nmt_eval, number, arguments, standard_input, environment, folder, report):
    theirs = reference.run([*reference.PROGRAM, *arguments], folder, standard_input, environment)
    ours = reference.run([nmt_eval, *arguments], folder, standard_input, environment)
    if theirs[0] == 0:
        wanted = (0, theirs[1])
    elif "Traceback" in theirs[2] and not re.search(r"FileNotFoundError|argparse", theirs[2]):
        wanted = (0, ours[1] or b"some output")  # it crashes; ours must still give an answer
    else:
        wanted = (2, b"")
    report.check(number, [nmt_eval, *arguments], ours[:2], wanted, f"{ours[2]}\n(sacrebleu: {theirs[2][-300:]})")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("nmt_eval", type=os.path.abspath)
    parser.add_argument("--cases", type=int, default=100, help="random ones, beside the fixed ones")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", type=int)
    options = parser.parse_args()
    script = os.path.relpath(__file__)
    report = Report(f"{sys.executable} {script} {options.nmt_eval} --seed {options.seed} --only {{number}}")
    numbers = range(-len(FIXED_CALLS), options.cases) if options.only is None else [options.only]

    def run_one(number):
        with tempfile.TemporaryDirectory(prefix="nmt-eval-live-") as folder:
            if number < 0:
                _files(folder)
                call = shlex.split(FIXED_CALLS[number]), b"", {}
            else:
                call = random_call(options.seed, number, folder)
            compare(options.nmt_eval, number, *call, folder, report)

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for _ in pool.map(run_one, numbers):
            pass
    print(f"{report.failures} differences in {len(numbers)} calls, {options.cases} of them random "
          f"(Python {sys.version.split()[0]})")
    sys.exit(1 if report.failures else 0)


if __name__ == "__main__":
    main()
