"""What the command line tests share: running the programs on a tiny corpus in a folder of their own."""

import os
import subprocess
import sys
import tempfile
import unittest

BIN = sys.argv.pop(1) if len(sys.argv) > 1 else "build/bin"

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
THINGS = [("cat", "chat"), ("dog", "chien"), ("book", "livre"), ("tree", "arbre"), ("car", "camion")]
COLOURS = [("red", "rouge"), ("green", "vert"), ("black", "noir"), ("white", "blanc")]


def tiny_corpus():
    """Pairs whose adjective and noun change places: learnable in seconds, but not word by word."""
    pairs = []
    for number in NUMBERS:
        for thing, chose in THINGS:
            for colour, couleur in COLOURS:
                pairs.append((f"the {colour} {thing} sees {number} {thing}s .", f"le {chose} {couleur} voit {number} {chose}s ."))
    return pairs


def run(program, *arguments, stdin="", expect=0, **options):
    """Runs a program; returns (standard output, standard error). Bytes in, bytes out when stdin is bytes."""
    as_bytes = isinstance(stdin, bytes)
    done = subprocess.run([os.path.join(BIN, program), *map(str, arguments)], input=stdin if as_bytes else stdin.encode(),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=500, **options)
    if expect is not None and done.returncode != expect:
        raise AssertionError(f"{program} {arguments} ended with {done.returncode}, not {expect}:\n{done.stderr.decode()}")
    return (done.stdout if as_bytes else done.stdout.decode()), done.stderr.decode(errors="replace")


def write(path, text):
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write(text)


def write_corpus(folder, train=160, dev=20):
    pairs = sorted(tiny_corpus(), key=lambda pair: hash_of(pair[0]))
    for name, part in (("train", pairs[:train]), ("dev", pairs[train:train + dev])):
        for side, column in (("en", 0), ("fr", 1)):
            write(os.path.join(folder, f"{name}.{side}"), "".join(pair[column] + "\n" for pair in part))


def hash_of(text):
    import hashlib
    return hashlib.sha256(text.encode()).hexdigest()


CONFIG = """
seed: 3
output: {folder}/model
device: cpu
threads: 1
data:
  train_src: {folder}/train.en
  train_tgt: {folder}/train.fr
  dev_src: {folder}/dev.en
  dev_tgt: {folder}/dev.fr
text:
  size: 40
model:
  attention: additive
  encoder:
    hidden: 48
    embedding: 32
  decoder:
    hidden: 48
    embedding: 32
train:
  learning_rate: 0.01
  batch_tokens: 400
  max_updates: 60
  log_every_updates: 10
validate:
  every_updates: 30
"""


class Folder(unittest.TestCase):
    """A test case with a corpus and a config in a folder that goes away afterwards."""

    def setUp(self):
        self.holder = tempfile.TemporaryDirectory(prefix="nmt-test-")
        self.folder = self.holder.name
        self.addCleanup(self.holder.cleanup)
        write_corpus(self.folder)
        self.config = self.path("config.yaml")
        write(self.config, CONFIG.format(folder=self.folder))

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def train(self, *arguments, **options):
        return run("nmt-train", self.config, *arguments, **options)

    def set(self, **values):
        return [word for key, value in values.items() for word in ("--set", f"{key.replace('__', '.')}={value}")]
