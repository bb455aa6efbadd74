"""How scripts/bench-peers installs, trains and runs each program: the same model, as far as each can be told to."""

import glob
import json
import os
import re
import subprocess
import sys
import time

SHAPE = {"embedding": 256, "encoder": 512, "decoder": 512, "dropout": 0.3, "sentences": 64, "vocabulary": 8000}
LENGTH_FACTOR = 2  # a translation's pieces, at most, to those of its source (ours: 10 more; JoeyNMT can 1.5 only)


class Timed:
    """A program that runs: when each of its lines came, how long it took, its peak memory.

    With files for standard input and output the lines are those of standard error alone.
    """

    def __init__(self, command, environment=None, stdin=subprocess.DEVNULL, stdout=None):
        start = time.monotonic()
        process = subprocess.Popen(command, stdin=stdin, stdout=stdout or subprocess.PIPE,
                                   stderr=subprocess.PIPE if stdout else subprocess.STDOUT, text=True,
                                   env={**os.environ, "OMP_NUM_THREADS": "2", **(environment or {})})
        self.lines = []  # (seconds since the start, text)
        for line in process.stderr if stdout else process.stdout:
            self.lines.append((time.monotonic() - start, line.rstrip("\n")))
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        self.megabytes = usage.ru_maxrss / 1024
        if process.returncode != 0:
            tail = "\n".join(text for _, text in self.lines[-20:])
            sys.exit(f"bench-peers: error: {' '.join(command)} ended with {process.returncode}:\n{tail}")

    def first(self, pattern):
        """(seconds, match) of the first line in which the pattern is found."""
        for seconds, text in self.lines:
            if match := re.search(pattern, text):
                return seconds, match
        sys.exit(f"bench-peers: error: no line with {pattern!r} in:\n" + "\n".join(text for _, text in self.lines[-20:]))


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def nmt_train_command(programs, folder, pieces, settings):
    """A command that trains from the uncut corpus of `pieces` with these settings alone; its config lies in `folder`."""
    settings = {f"data.{part}_{side}": pieces.raw(part, side) for part in ("train", "dev")
                for side in ("src", "tgt")} | {"text.joint": "true"} | settings
    config = write(os.path.join(folder, "config.yaml"), "seed: 1\n")
    flags = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    return [os.path.join(programs, "nmt-train"), config, "--quiet", *flags]


class Peer:
    """One program in a folder of its own. Its text is already cut into pieces (`pieces`: bench-peers' Pieces)."""

    name = ""
    packages = []  # [[pip's arguments of one call]]

    def __init__(self, folder, environment_folder, pieces):
        self.folder, self.pieces = folder, pieces
        self.python = os.path.join(environment_folder, os.path.basename(folder), "bin", "python3")
        os.makedirs(folder, exist_ok=True)

    def install(self, torch_site):
        """An environment of its own, which sees the project's torch and numpy, too."""
        if os.path.exists(self.python + ".done"):
            return
        home = os.path.dirname(os.path.dirname(self.python))
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        site = subprocess.check_output(
            [self.python, "-c", "import site; print(site.getsitepackages()[0])"], text=True).strip()
        write(os.path.join(site, "torch.pth"), torch_site + "\n")
        for arguments in self.packages:
            subprocess.run([self.python, "-m", "pip", "install", "-qq", *arguments], check=True)
        self.patch(site)
        write(self.python + ".done", "")

    def patch(self, site):
        pass

    def train(self, updates):
        """(target tokens a second over the second half of the updates, peak MB). Leaves the model behind."""
        raise NotImplementedError

    def model(self, updates):
        """The file or folder of a training of so many updates."""
        raise NotImplementedError

    def translate(self, updates, part, output, beam):
        """Translates the pieces of a part of the corpus into a file of pieces, with the model of so many updates.
        Returns a Timed."""
        raise NotImplementedError


class Ours(Peer):
    name = "ours"

    def __init__(self, folder, programs, pieces, precision, name=None, search=()):
        """search: arguments of nmt-translate, by which a model translates otherwise than it validated."""
        self.folder, self.pieces, self.programs, self.precision = folder, pieces, programs, precision
        self.name, self.search = name or f"ours, {precision}", list(search)
        os.makedirs(folder, exist_ok=True)

    def install(self, torch_site):
        pass

    def train(self, updates):
        model = self.model(updates)
        subprocess.run(["rm", "-rf", model], check=True)
        run = Timed(self.train_command(updates))
        with open(os.path.join(model, "log.jsonl"), encoding="utf-8") as log:
            events = {event.get("update"): event for event in map(json.loads, log) if event["event"] == "update"}
        return events[updates]["tgt_tokens_per_second"], run.megabytes

    def train_command(self, updates):
        settings = {"output": self.model(updates), "threads": 2, "text.joint_model": self.pieces.model,
                    "model.encoder.embedding": SHAPE["embedding"], "model.decoder.embedding": SHAPE["embedding"],
                    "model.encoder.hidden": SHAPE["encoder"], "model.decoder.hidden": SHAPE["decoder"],
                    "model.decoder.readout": SHAPE["decoder"], "model.position": "after_cell",
                    "model.input_feeding": "true", "model.dropout.embedding": SHAPE["dropout"],
                    "model.dropout.output": SHAPE["dropout"], "train.batch_tokens": 0,
                    "train.batch_sentences": SHAPE["sentences"], "train.learning_rate": 0.001,
                    "train.label_smoothing": 0, "train.log_every_updates": updates // 2, "train.max_updates": updates,
                    "validate.every_updates": updates, "train.precision": self.precision,
                    "search.precision": self.precision}
        return nmt_train_command(self.programs, self.folder, self.pieces, settings)

    def model(self, updates):
        return os.path.join(self.folder, f"model-{updates}")

    def translate(self, updates, part, output, beam):
        if "--shortlist" in self.search and not os.path.exists(os.path.join(self.model(updates), "lexicon.tsv")):
            Timed(self.train_command(updates) + ["--lexicon"])
        # From text to text, which is more work than the others have: they are given pieces and print them.
        with open(self.pieces.raw(part, "src"), encoding="utf-8") as text, \
                open(output + ".raw", "w", encoding="utf-8") as result:
            run = Timed([os.path.join(self.programs, "nmt-translate"), "--model", self.model(updates),
                         "--checkpoint", "last", "--beam", str(beam), "--batch-sentences", str(SHAPE["sentences"]),
                         "--threads", "2", *self.search], stdin=text, stdout=result)
        self.pieces.encode(output + ".raw", output)
        return run


class OpenNMT(Peer):
    name = "OpenNMT-py 3.5.1"
    packages = [["--no-deps", "OpenNMT-py==3.5.1"],
                ["configargparse", "tensorboard", "flask", "waitress", "pyyaml", "sacrebleu", "rapidfuzz",
                 "pyahocorasick", "six", "pyonmttok", "ctranslate2", "spacy", "fasttext-wheel"]]

    def train(self, updates):
        vocabulary = write(os.path.join(self.folder, "vocabulary"),
                           "".join(f"{piece}\t1\n" for piece in self.pieces.vocabulary()))
        train, dev = ([self.pieces.cut(part, side) for side in ("src", "tgt")] for part in ("train", "dev"))
        config = write(os.path.join(self.folder, "config.yaml"), f"""
save_data: {self.folder}/data
overwrite: true
src_vocab: {vocabulary}
tgt_vocab: {vocabulary}
share_vocab: true
src_vocab_size: {SHAPE["vocabulary"] + 10}
tgt_vocab_size: {SHAPE["vocabulary"] + 10}
data:
  corpus: {{path_src: {train[0]}, path_tgt: {train[1]}, transforms: []}}
  valid: {{path_src: {dev[0]}, path_tgt: {dev[1]}, transforms: []}}
save_model: {self.folder}/model
seed: 1
encoder_type: brnn
decoder_type: rnn
rnn_type: LSTM
enc_layers: 1
dec_layers: 1
hidden_size: {SHAPE["decoder"]}
word_vec_size: {SHAPE["embedding"]}
global_attention: mlp
input_feed: 1
dropout: {SHAPE["dropout"]}
optim: adam
learning_rate: 0.001
max_grad_norm: 1
batch_type: sents
batch_size: {SHAPE["sentences"]}
valid_batch_size: {SHAPE["sentences"]}
bucket_size: 29000
train_steps: {updates}
valid_steps: {10 * updates}
save_checkpoint_steps: {updates}
report_every: {updates // 2}
num_workers: 0
""")
        run = Timed([self.python, "-m", "onmt.bin.train", "-config", config])
        _, match = run.first(rf"Step\s+{updates}/.*/\s*(\d+) tok/s")  # source / target
        return float(match[1]), run.megabytes

    def model(self, updates):
        return os.path.join(self.folder, f"model_step_{updates}.pt")

    def translate(self, updates, part, output, beam):
        return Timed([self.python, "-m", "onmt.bin.translate", "-model", self.model(updates), "-src",
                      self.pieces.cut(part, "src"), "-output", output, "-beam_size", str(beam), "-batch_size",
                      str(SHAPE["sentences"]), "-max_length", "256", "-max_length_ratio", str(LENGTH_FACTOR)],
                     {"TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1"})


class Joey(Peer):
    name = "JoeyNMT 2.3.0"
    packages = [["--no-deps", "joeynmt==2.3.0"],
                ["numpy", "pillow", "protobuf", "tensorboard", "sacrebleu", "sacremoses", "sentencepiece", "subword-nmt",
                 "pyyaml", "six", "wrapt", "datasets", "packaging", "matplotlib", "seaborn", "pandas", "plotly", "future",
                 "importlib_metadata"]]

    def patch(self, site):
        path = os.path.join(site, "joeynmt", "builders.py")  # gives a scheduler an argument that torch has dropped
        with open(path, encoding="utf-8") as file:
            text = file.read()
        write(path, text.replace('"verbose": False,', ""))

    def config(self, updates, beam):
        vocabulary = write(os.path.join(self.folder, "vocabulary"),
                           "".join(piece + "\n" for piece in self.pieces.vocabulary()))
        side = "{lang: %s, level: word, lowercase: False, voc_file: " + vocabulary + "}"
        prefix = {part: os.path.splitext(self.pieces.cut(part, "src"))[0] for part in ("train", "dev")}
        return write(os.path.join(self.folder, f"config-{beam}.yaml"), f"""
name: bench
joeynmt_version: 2.3.0
model_dir: {self.model(updates)}
use_cuda: False
fp16: False
random_seed: 1
data:
  dataset_type: plain
  train: {prefix["train"]}
  dev: {prefix["dev"]}
  src: {side % "src"}
  trg: {side % "tgt"}
testing:
  beam_size: {beam}
  beam_alpha: 1.0
  batch_size: {SHAPE["sentences"]}
  batch_type: sentence
  max_output_length: -1
training:
  optimizer: adam
  learning_rate: 0.001
  scheduling: plateau
  clip_grad_norm: 1.0
  batch_size: {SHAPE["sentences"]}
  batch_type: sentence
  epochs: 1000
  updates: {updates}
  validation_freq: {updates}
  logging_freq: {updates // 2}
  overwrite: True
  shuffle: True
  print_valid_sents: []
  keep_best_ckpts: 1
model:
  bias_initializer: zeros
  embed_initializer: normal
  tied_softmax: False
  encoder:
    type: recurrent
    rnn_type: lstm
    bidirectional: True
    num_layers: 1
    hidden_size: {SHAPE["encoder"] // 2}
    embeddings: {{embedding_dim: {SHAPE["embedding"]}}}
    dropout: {SHAPE["dropout"]}
  decoder:
    type: recurrent
    rnn_type: lstm
    num_layers: 1
    hidden_size: {SHAPE["decoder"]}
    embeddings: {{embedding_dim: {SHAPE["embedding"]}}}
    dropout: {SHAPE["dropout"]}
    hidden_dropout: {SHAPE["dropout"]}
    attention: bahdanau
    input_feeding: True
    init_hidden: bridge
""")

    def train(self, updates):
        run = Timed([self.python, "-m", "joeynmt", "train", self.config(updates, 1), "--skip-test"],
                    {"TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1"})
        _, match = run.first(rf"Step:\s+{updates},.*Tokens per Sec:\s+(\d+)")
        return float(match[1]), run.megabytes

    def model(self, updates):
        return os.path.join(self.folder, f"model-{updates}")

    def translate(self, updates, part, output, beam):
        with open(self.pieces.cut(part, "src"), encoding="utf-8") as text, open(output, "w", encoding="utf-8") as result:
            return Timed([self.python, "-m", "joeynmt", "translate", self.config(updates, beam)],
                         {"TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD": "1"}, stdin=text, stdout=result)


class Marian(Peer):
    name = "Marian (pymarian 1.12.42)"
    packages = [["pymarian==1.12.42"]]
    START = "import sys; from pymarian import _pymarian; sys.exit(_pymarian.main(sys.argv[1:]))"

    def vocabulary(self):
        lines = ["</s>: 0", "<unk>: 1"]
        for number, piece in enumerate(self.pieces.vocabulary(), start=2):
            quoted = piece.replace("\\", "\\\\").replace('"', '\\"')
            lines.append(f'"{quoted}": {number}')
        return write(os.path.join(self.folder, "vocabulary.yml"), "\n".join(lines) + "\n")

    def train(self, updates):
        vocabulary = self.vocabulary()
        for left in glob.glob(f"{self.model(updates)}*"):  # it would go on with them
            os.remove(left)
        run = Timed([self.python, "-c", self.START, "train", "--type", "s2s", "--model", self.model(updates),
                     "--train-sets", self.pieces.cut("train", "src"), self.pieces.cut("train", "tgt"),
                     "--vocabs", vocabulary, vocabulary, "--dim-emb", str(SHAPE["embedding"]), "--dim-rnn",
                     str(SHAPE["decoder"]), "--enc-type", "bidirectional", "--enc-cell", "lstm", "--dec-cell", "lstm",
                     "--dropout-rnn", str(SHAPE["dropout"]), "--optimizer", "adam", "--learn-rate", "0.001",
                     "--clip-norm", "1", "--mini-batch", str(SHAPE["sentences"]), "--cpu-threads", "2", "--sync-sgd",
                     "--after-batches", str(updates), "--disp-freq", str(updates // 2), "--save-freq", str(updates),
                     "--overwrite", "--seed", "1", "--max-length", "100", "--no-restore-corpus"])
        begin, _ = run.first(rf"Up\. {updates // 2} ")
        end, match = run.first(rf"Up\. {updates} .* \* ([\d,]+) ")  # cost * target tokens since the last such line
        return float(match[1].replace(",", "")) / (end - begin), run.megabytes

    def model(self, updates):
        return os.path.join(self.folder, f"model-{updates}.npz")

    def translate(self, updates, part, output, beam):
        vocabulary = self.vocabulary()
        return Timed([self.python, "-c", self.START, "decode", "--models", self.model(updates), "--vocabs",
                      vocabulary, vocabulary, "--input", self.pieces.cut(part, "src"), "--output", output, "--beam-size",
                      str(beam), "--normalize", "1", "--mini-batch", str(SHAPE["sentences"]), "--maxi-batch", "100",
                      "--maxi-batch-sort", "src", "--cpu-threads", "2", "--max-length-factor", str(LENGTH_FACTOR),
                      "--quiet-translation", *(["--skip-cost"] if beam == 1 else [])])


PEERS = {"opennmt": OpenNMT, "joeynmt": Joey, "marian": Marian}
