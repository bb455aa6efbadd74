"""Counts differences and prints each so that it can be looked at and run again."""

import shlex


class Report:
    MOST_PRINTED = 12

    def __init__(self, how_to_repeat):
        self.how_to_repeat = how_to_repeat  # a format with {number}
        self.failures = 0

    def check(self, number, command, ours, expected, errors=""):
        """`ours` and `expected` are (exit code, standard output)."""
        if ours == expected:
            return
        self.failures += 1
        if self.failures > self.MOST_PRINTED:
            return
        print(f"FAILED case {number}: {shlex.join(command)}")
        print(f"  exit code {ours[0]}, expected {expected[0]}")
        if errors:
            print(f"  standard error: {errors.strip()}")
        self._print_first_difference(ours[1], expected[1])
        print(f"  again: {self.how_to_repeat.format(number=number)}", flush=True)

    @staticmethod
    def _print_first_difference(ours, expected):
        ours, expected = ours.decode("utf-8", "replace").split("\n"), expected.decode("utf-8", "replace").split("\n")
        for line, (mine, theirs) in enumerate(zip(ours, expected), 1):
            if mine != theirs:
                print(f"  line {line}:\n    ours      {mine!r}\n    sacrebleu {theirs!r}")
                return
        if len(ours) != len(expected):
            longer = max(ours, expected, key=len)
            print(f"  {len(ours)} lines, expected {len(expected)}; then {longer[min(len(ours), len(expected))]!r}")
