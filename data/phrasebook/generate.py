#!/usr/bin/env python3
"""Writes the bundled corpus: en-fr/{train,dev,test}.{en,fr} and zh-en/{train,dev,test}.{zh,en}.

    generate.py [--output DIR]      default: the folder of this script

The same files come out on every machine and with every Python from 3.9 on. check.py tests what README.md promises.
"""

import argparse
from pathlib import Path

import en_fr_sentences
import zh_en_sentences
from corpus import Corpus, split
from draw import Draw

LANGUAGE_PAIRS = {"en-fr": en_fr_sentences, "zh-en": zh_en_sentences}


def build(name):
    """The parts {"train": [(source, target), ...], "dev": ..., "test": ...} of "en-fr" or "zh-en"."""
    grammar = LANGUAGE_PAIRS[name]
    corpus = Corpus()
    for pair in grammar.EXAMPLES:
        corpus.add(pair)
    for count, family in grammar.FAMILIES:
        draw = Draw(f"{name}/{family.__name__}")
        corpus.fill(count, lambda: family(draw))
    return split(corpus.pairs, grammar.EXAMPLES)


def write(folder, name, parts):
    """One file a part and language under folder/name, UTF-8, each line ended by LF."""
    target = Path(folder) / name
    target.mkdir(parents=True, exist_ok=True)
    for part, pairs in parts.items():
        for side, language in enumerate(name.split("-")):
            text = "".join(pair[side] + "\n" for pair in pairs)
            (target / f"{part}.{language}").write_bytes(text.encode("utf-8"))


def generate(folder):
    """Both language pairs into `folder`."""
    for name in LANGUAGE_PAIRS:
        write(folder, name, build(name))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Writes the bundled corpus.")
    parser.add_argument("--output", metavar="DIR", default=Path(__file__).resolve().parent,
                        help="the folder that en-fr/ and zh-en/ are put into (default: that of this script)")
    generate(parser.parse_args().output)
