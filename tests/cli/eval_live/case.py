"""One comparison: text, options and the way of calling. Drawn at random, written as files and as a command line."""

import dataclasses
import gzip
import os
import random

import corpora

PAIRED = ("paired-bs", "paired-ar")
FLAGS = {
    "bleu": {"tokenize": ("-tok", "--tokenize"), "lowercase": ("-lc", "--lowercase"), "force": ("--force", "--force"),
             "smooth_method": ("-s", "--smooth-method"), "smooth_value": ("-sv", "--smooth-value")},
    "chrf": {"char_order": ("-cc", "--chrf-char-order"), "word_order": ("-cw", "--chrf-word-order"),
             "beta": ("--chrf-beta", "--chrf-beta"), "whitespace": ("--chrf-whitespace", "--chrf-whitespace"),
             "lowercase": ("--chrf-lowercase", "--chrf-lowercase"),
             "eps_smoothing": ("--chrf-eps-smoothing", "--chrf-eps-smoothing")},
    "ter": {name: ("--ter-" + name.replace("_", "-"),) * 2
            for name in ("normalized", "no_punct", "asian_support", "case_sensitive")},
}
NAMES = ["hyp", "système", "a_b&c", "x%1", "系统", "sys.tok"]


@dataclasses.dataclass
class Case:
    mode: str                  # single, sentence, confidence, several, paired-bs or paired-ar
    metrics: list              # as given to -m
    arguments: dict            # metric -> keyword arguments of sacrebleu's class
    trials: int                # of confidence and the paired tests
    seed: str                  # SACREBLEU_SEED
    form: str                  # json, text or latex
    is_score_only: bool
    is_short: bool
    width: int
    has_tabs: bool             # references of one file, with tabs between them
    is_standard_input: bool    # systems with tabs between them; else files
    systems: list
    references: list


def _bleu(rng):
    arguments = {"force": True, "lowercase": rng.random() < 0.3,
                 "smooth_method": rng.choice(["exp", "exp", "floor", "add-k", "none"])}
    if rng.random() < 0.8:
        arguments["tokenize"] = rng.choice(["13a", "intl", "intl", "zh", "zh", "char", "none"])
    if rng.random() < 0.3:
        arguments["smooth_value"] = rng.choice([0.0, 0.01, 0.5, 1.0, 2.5, 7.125])
    return arguments


def _chrf(rng):
    arguments = {name: rng.random() < 0.25 for name in ("whitespace", "lowercase", "eps_smoothing")}
    if rng.random() < 0.3:
        arguments["char_order"] = rng.choice([1, 2, 3, 4, 8, 12])
    if rng.random() < 0.5:
        arguments["word_order"] = rng.choice([1, 2, 2, 2, 3])
    if rng.random() < 0.3:
        arguments["beta"] = rng.choice([0, 1, 3])
    return arguments


def _ter(rng):
    return {name: rng.random() < 0.4 for name in FLAGS["ter"]}


ARGUMENTS = {"bleu": _bleu, "chrf": _chrf, "ter": _ter}
SEEDS = ["12345", "12345", "1", "77", "4294967296", "98765432109876543210"]


def _mode(rng):
    return rng.choices(["single", "sentence", "confidence", "several", *PAIRED], [40, 15, 15, 8, 11, 11])[0]


def draw(seed, number):
    """The case of this number; the others are not needed to draw it again."""
    rng = random.Random(f"{seed}/{number}")
    mode = _mode(rng)
    metrics = rng.sample(list(FLAGS), 1 if mode == "sentence" else rng.choice([1, 1, 1, 2, 3]))
    system_count = rng.randint(2, 3) if mode == "several" or mode in PAIRED else 1
    systems, references = corpora.corpus(rng, system_count, rng.choice([1, 1, 1, 2, 3]), rng.randint(1, 9))
    trials = {"confidence": [2, 3, 20, 39, 40, 41, 100], "paired-bs": [1, 2, 20, 40, 81], "paired-ar": [1, 2, 20, 100]}
    case = Case(
        mode=mode, metrics=metrics, arguments={name: ARGUMENTS[name](rng) for name in metrics},
        trials=rng.choice(trials.get(mode, [0])), seed=rng.choice(SEEDS),
        form=rng.choice(["json", "json", "text", "text", "latex"]), is_score_only=rng.random() < 0.15,
        is_short=rng.random() < 0.2, width=rng.choice([0, 1, 1, 2, 3, 6, 14, 17]), has_tabs=rng.random() < 0.2,
        is_standard_input=rng.random() < 0.2, systems=systems, references=references)
    if len(references) == 1:
        case.has_tabs = False
    if case.has_tabs:
        case.references = _separable(references)
    if case.is_standard_input:
        columns = _separable(systems, is_last_free=False)
        case.systems = [[line.replace("\r", " ") for line in lines] for lines in columns]
    return case


def _separable(columns, is_last_free=True):
    """Columns that stay apart when tabs join them. A row is stripped before it is split: its last cell is not blank."""
    last = len(columns) - 1
    cleaned = [[line if i == last and is_last_free else line.replace("\t", " ") for line in lines]
               for i, lines in enumerate(columns)]
    if last > 0:
        cleaned[last] = [line if line.strip() else "x" for line in cleaned[last]]
    return cleaned


def _write(folder, name, lines, rng):
    """One segment a line; sometimes compressed, sometimes without the last line's end. Returns the name."""
    data = ("\n".join(lines) + ("" if lines[-1] and rng.random() < 0.2 else "\n")).encode("utf-8")
    if rng.random() < 0.1:
        name, data = name + ".gz", gzip.compress(data, mtime=0)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(data)
    return name


def write_files(case, folder, rng):
    """Writes what the case needs; returns (reference names, system names or None, standard input)."""
    if case.has_tabs:
        references = [_write(folder, "refs.tsv", ["\t".join(row) for row in zip(*case.references)], rng)]
    else:
        references = [_write(folder, f"ref{i}", lines, rng) for i, lines in enumerate(case.references)]
    if case.is_standard_input:
        rows = ["\t".join(row) + "\n" for row in zip(*case.systems)]
        return references, None, "".join(rows).encode("utf-8")
    names = rng.sample(NAMES, len(case.systems))
    return references, [_write(folder, name, lines, rng) for name, lines in zip(names, case.systems)], b""


def _flag(rng, spellings, value=None):
    short, long = spellings
    if value is None:
        return [rng.choice(spellings)]
    return rng.choice([[short, str(value)], [long, str(value)], [f"{long}={value}"]])


def options(case, rng):
    """The options as a command line has them, in any order and spelling."""
    groups = [["-m", *case.metrics]]
    for name in case.metrics:
        for key, value in case.arguments[name].items():
            if value is not False:
                groups.append(_flag(rng, FLAGS[name][key], None if value is True else value))
    if case.mode == "sentence":
        groups.append(_flag(rng, ("-sl", "--sentence-level")))
    elif case.mode == "confidence":
        groups += [_flag(rng, ("-ci", "--confidence")), _flag(rng, ("-cin", "--confidence-n"), case.trials)]
    elif case.mode == "paired-bs":
        groups += [_flag(rng, ("-pbs", "--paired-bs")), _flag(rng, ("-pbsn", "--paired-bs-n"), case.trials)]
    elif case.mode == "paired-ar":
        groups += [_flag(rng, ("-par", "--paired-ar")), _flag(rng, ("-parn", "--paired-ar-n"), case.trials)]
    groups += [_flag(rng, ("-f", "--format"), case.form), _flag(rng, ("-w", "--width"), case.width)]
    if case.is_score_only:
        groups.append(_flag(rng, ("-b", "--score-only")))
    if case.is_short:
        groups.append(_flag(rng, ("-sh", "--short")))
    if case.has_tabs:
        groups.append(_flag(rng, ("-nr", "--num-refs"), len(case.references)))
    rng.shuffle(groups)
    return [word for group in groups for word in group]


def arguments(case, references, systems, rng):
    """The arguments of the program, for files of these names."""
    return [*references, *([] if systems is None else ["-i", *systems]), *options(case, rng)]
