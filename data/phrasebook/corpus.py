"""Collects sentence pairs, keeps them one-to-one, and splits them into train, dev and test."""

import hashlib
import re
from collections import Counter
from functools import lru_cache

DEV_PAIRS = 500
TEST_PAIRS = 1000
MIN_TRAIN_COUNT = 20  # every word form of dev and test is at least this often in train
EXAMPLE_REPEATS = 20  # how often each example sentence of the documentation stands in train
MIN_WORDS, MAX_WORDS = 4, 25  # of a dev or test sentence

_WORD = re.compile(r"\w+(?:-\w+)*'?|[^\w\s]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=None)
def units(sentence):
    """The word forms of a sentence, punctuation included; each Chinese character is one."""
    return tuple(sentence if _CHINESE.search(sentence) else _WORD.findall(sentence))


def count_words(sentence):
    """Words without punctuation; an elided word (l', d') and what follows it count as one."""
    return sum(any(c.isalnum() for c in word) for word in sentence.split())


def sentence_key(sentence):
    """What must be unique: the sentence without case and final punctuation."""
    return sentence.casefold().rstrip(" .?!。？！")


class AmbiguousPair(Exception):
    """The grammar gave one sentence two translations."""


class Corpus:
    """Distinct pairs in the order they were added; one source has one target and the other way round."""

    def __init__(self):
        self.pairs = []
        self._target_of = {}
        self._source_of = {}

    def add(self, pair):
        """Returns whether the pair is new. Throws AmbiguousPair when either side has another translation already."""
        source, target = pair
        source_key, target_key = sentence_key(source), sentence_key(target)
        if self._target_of.get(source_key) == target and self._source_of.get(target_key) == source:
            return False
        if source_key in self._target_of or target_key in self._source_of:
            known = self._target_of.get(source_key), self._source_of.get(target_key)
            raise AmbiguousPair(f"{pair} beside {known}")
        self._target_of[source_key] = target
        self._source_of[target_key] = source
        self.pairs.append(pair)
        return True

    def fill(self, count, sample):
        """Adds `count` new pairs from `sample()`, which returns a pair, or None where a draw led nowhere."""
        attempts_left = 50 * count
        while count > 0:
            pair = sample()
            if pair is not None and max(len(units(side)) for side in pair if not _CHINESE.search(side)) <= MAX_WORDS:
                count -= self.add(pair)
            attempts_left -= 1
            if attempts_left < 0:
                raise RuntimeError(f"this family of sentences is too small: {count} pairs short")


def is_testable(pair):
    """Whether both sides have 4 to 25 words (characters at least 4 in Chinese), however words are counted."""
    for side in pair:
        if _CHINESE.search(side):
            if len(_CHINESE.findall(side)) < MIN_WORDS:
                return False
        elif count_words(side) < MIN_WORDS or len(units(side)) > MAX_WORDS:
            return False
    return True


def split(pairs, examples):
    """Splits distinct `pairs` by a hash of their text; `examples` go to train and are repeated there.

    Returns {"train": ..., "dev": ..., "test": ...}; the order of each part is that of the hashes.
    """
    ordered = sorted(pairs, key=lambda pair: hashlib.sha256("\t".join(pair).encode()).digest())
    in_train = Counter(form for pair in ordered for form in _forms(pair))
    parts = {"test": [], "dev": [], "train": []}
    for pair in ordered:
        name = next((n for n, size in (("test", TEST_PAIRS), ("dev", DEV_PAIRS)) if len(parts[n]) < size), "train")
        counts = Counter(_forms(pair))
        is_covered = all(in_train[form] - count >= MIN_TRAIN_COUNT for form, count in counts.items())
        if name != "train" and pair not in examples and is_testable(pair) and is_covered:
            in_train.subtract(counts)
        else:
            name = "train"
        parts[name].append(pair)
    parts["train"] = _spread(parts["train"], list(examples) * (EXAMPLE_REPEATS - 1))
    return parts


def _forms(pair):
    """(side, word form) of both sides: "Six" is a word of either language."""
    return [(side, unit) for side in (0, 1) for unit in units(pair[side])]


def _spread(pairs, extra):
    """`extra` put into `pairs` at even distances."""
    result = list(pairs)
    distance = len(pairs) // (len(extra) + 1)
    for i, pair in enumerate(extra):
        result.insert((i + 1) * distance, pair)
    return result
