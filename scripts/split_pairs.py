"""Splits sentence pairs into train and dev, so that no sentence of either side stands in both.

Rule: two pairs belong together when they share a sentence of either side, compared without case and
punctuation; pairs that are linked through others belong together too. Such groups go to one side as a whole. They are
taken in the order of a hash of their text, so that the split depends on nothing but the pairs.
"""

import hashlib
import unicodedata

# A larger group is one of many ways to say the same ("Hello."); it would fill dev with one sentence.
LARGEST_DEV_GROUP = 4


def normalise(sentence):
    """Returns the sentence as it is compared: NFKC, lower case, no punctuation or symbols, single spaces."""
    kept = (c for c in unicodedata.normalize("NFKC", sentence).casefold() if unicodedata.category(c)[0] not in "PS")
    return " ".join("".join(kept).split())


def group_pairs(pairs):
    """Returns lists of indices into `pairs`: the connected components over shared sentences of either side."""
    parent = list(range(len(pairs)))

    def find(index):
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    first_with = {}
    for index, pair in enumerate(pairs):
        for side, sentence in enumerate(pair):
            other = first_with.setdefault((side, normalise(sentence)), index)
            parent[find(index)] = find(other)
    groups = {}
    for index in range(len(pairs)):
        groups.setdefault(find(index), []).append(index)
    return list(groups.values())


def split(pairs, dev_pairs):
    """Returns (train, dev): indices into `pairs`, in their order.

    pairs: list of (source, target) strings. dev_pairs: how many are wanted for dev; fewer come when the groups do not
    add up to it.
    """
    def key(group):
        text = min("\t".join(pairs[index]) for index in group)
        return hashlib.sha256(text.encode("utf-8")).digest()

    dev = []
    for group in sorted(group_pairs(pairs), key=key):
        if len(group) <= LARGEST_DEV_GROUP and len(dev) + len(group) <= dev_pairs:
            dev.extend(group)
    in_dev = set(dev)
    return [index for index in range(len(pairs)) if index not in in_dev], sorted(dev)
