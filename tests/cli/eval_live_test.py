#!/usr/bin/env python3
"""Compares nmt-eval with the real sacrebleu: random corpora through its Python API, some through its command line.

Usage: eval_live_test.py NMT_EVAL [CASES] [SEED]. Exits 77 (ctest: skipped) where sacrebleu 2.6.0 is missing.
"""

import gzip
import os
import random
import re
import subprocess
import sys
import tempfile

try:
    import sacrebleu
    import sacrebleu.metrics.bleu
    from sacrebleu.metrics import BLEU
except ImportError:
    print("skipped: this Python has no sacrebleu")
    sys.exit(77)
if sacrebleu.__version__ != "2.6.0":
    print(f"skipped: sacrebleu {sacrebleu.__version__}, not 2.6.0")
    sys.exit(77)

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts"))
import random_segments  # noqa: E402

sacrebleu.metrics.bleu.sum = random_segments.plain_sum
# The command line with the same sum.
SACREBLEU = """
import os, sys
sys.path.insert(0, os.environ["NMT_SCRIPTS"])
import random_segments, sacrebleu.metrics.bleu
sacrebleu.metrics.bleu.sum = random_segments.plain_sum
from sacrebleu.sacrebleu import main
main()
"""
ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("SACREBLEU")}
ENVIRONMENT |= {"NMT_SCRIPTS": sys.path[0], "PYTHONDONTWRITEBYTECODE": "1"}

failures = 0


def run(command, standard_input=None):
    done = subprocess.run(command, input=standard_input, capture_output=True, env=ENVIRONMENT)
    return done.returncode, re.sub(r"\|tool:nmt-eval-[0-9.]+", "", done.stdout.decode("utf-8")), done.stderr.decode("utf-8")


def check(what, ours, expected):
    global failures
    if ours != expected:
        failures += 1
        print(f"FAILED {what}\n  ours      {ours!r}\n  sacrebleu {expected!r}")


def write(folder, name, lines, rng):
    """One segment a line; sometimes compressed, sometimes without the last line's end."""
    data = ("\n".join(lines) + ("" if lines[-1] and rng.random() < 0.2 else "\n")).encode("utf-8")
    path = os.path.join(folder, name)
    if rng.random() < 0.15:
        path += ".gz"
        data = gzip.compress(data)
    with open(path, "wb") as file:
        file.write(data)
    return path


def flags(arguments):
    """Keyword arguments of BLEU as flags."""
    result = ["--force", "-s", arguments["smooth_method"], "-tok", arguments["tokenize"]]
    if arguments["lowercase"]:
        result.append("-lc")
    if "smooth_value" in arguments:
        result += ["-sv", repr(arguments["smooth_value"])]
    return result


def compare_with_api(nmt_eval, folder, number, rng):
    hypotheses, references = random_segments.corpus(rng)
    arguments = random_segments.bleu_arguments(rng)
    width, form = rng.choice([0, 1, 2, 6, 14, 17]), rng.choice(["json", "text", "score"])
    paths = [write(folder, f"ref{i}", lines, rng) for i, lines in enumerate(references)]
    command = [nmt_eval, *paths, "-i", write(folder, "hyp", hypotheses, rng), "-w", str(width), *flags(arguments)]
    command += ["-b"] if form == "score" else ["-f", form]

    metric = BLEU(**arguments)
    # As sacrebleu's program hands lines over.
    score = metric.corpus_score([line.rstrip() for line in hypotheses],
                                [[line.rstrip() for line in lines] for lines in references])
    expected = score.format(width, form == "score", metric.get_signature().format(), form == "json") + "\n"
    check(f"case {number}: {command} {hypotheses!r} {references!r}", run(command), (0, expected, ""))


def compare_with_program(nmt_eval, folder, number, rng):
    hypotheses, references = random_segments.corpus(rng)
    command = [write(folder, f"ref{i}", lines, rng) for i, lines in enumerate(references)]
    standard_input = None
    if rng.random() < 0.5:
        # A tab would separate systems; CR and CR LF end lines too.
        line_end = rng.choice(["\n", "\r", "\r\n"])
        standard_input = "".join(re.sub(r"[\t\r]", " ", line) + line_end for line in hypotheses).encode("utf-8")
    else:
        command += ["-i", write(folder, "hyp", hypotheses, rng)]
    command += flags(random_segments.bleu_arguments(rng)) + rng.choice([[], ["-b"], ["-f", "text"], ["-f", "json", "-w", "9"]])
    expected = run([sys.executable, "-c", SACREBLEU, *command], standard_input)
    ours = run([nmt_eval, *command], standard_input)
    check(f"program {number}: {command} {standard_input!r}", ours[:2], expected[:2])


def compare_lower_case(nmt_eval, folder, rng):
    """Every code point alone: with -lc it must equal what Python's lower() makes of it."""
    letters = [chr(point) for point in random_segments.code_points() if not chr(point).isspace()]
    upper = write(folder, "upper", [" ".join(letters[i:i + 1000]) for i in range(0, len(letters), 1000)], rng)
    lower = write(folder, "lower", [" ".join(c.lower() for c in letters[i:i + 1000]) for i in range(0, len(letters), 1000)], rng)
    code, output, errors = run([nmt_eval, lower, "-i", upper, "-lc", "-tok", "none", "-f", "text", "-w", "12"])
    check("lower case of every code point", (code, output.split(" = ")[1].split()[0], errors), (0, "100.000000000000", ""))
    code, output, errors = run([nmt_eval, lower, "-i", upper, "-tok", "none", "-b", "-w", "12"])
    check("without -lc they differ", output == "100.000000000000\n", False)


def main():
    nmt_eval = sys.argv[1]
    cases = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 7)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(cases):
            compare_with_api(nmt_eval, folder, number, rng)
        for number in range(max(20, cases // 20)):
            compare_with_program(nmt_eval, folder, number, rng)
        compare_lower_case(nmt_eval, folder, rng)
    print(f"{failures} differences in {cases} cases through the API and {max(20, cases // 20)} through the program "
          f"(Python {sys.version.split()[0]})")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
