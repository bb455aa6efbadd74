"""A stream of draws that is the same on every Python version and machine: SHAKE-256 of a key and a counter.

The `random` module promises stable numbers only for random(), not for choice() or shuffle(), so we use none of it.
"""

import hashlib
import struct

_NUMBERS_AT_ONCE = 256


class Draw:
    """Endless draws that depend on `key` (any text) alone."""

    def __init__(self, key):
        self._key = key
        self._counter = 0
        self._numbers = []

    def below(self, limit):
        """A whole number in 0 .. limit-1. `limit` is far below 2**32, so the bias of the remainder is nothing."""
        if not self._numbers:
            digest = hashlib.shake_256(f"{self._key}/{self._counter}".encode()).digest(4 * _NUMBERS_AT_ONCE)
            self._counter += 1
            self._numbers = list(struct.unpack(f">{_NUMBERS_AT_ONCE}I", digest))
        return self._numbers.pop() % limit

    def pick(self, items):
        """One of a non-empty sequence, each as likely."""
        return items[self.below(len(items))]

    def chance(self, percent):
        """True in `percent` of 100 draws."""
        return self.below(100) < percent

    def weighted(self, choices):
        """The value of one (weight, value) pair, as likely as its whole-number weight says."""
        rest = self.below(sum(weight for weight, _ in choices))
        for weight, value in choices:
            if rest < weight:
                return value
            rest -= weight
        raise AssertionError("the weights do not add up")
