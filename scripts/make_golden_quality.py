#!/usr/bin/env python3
"""Writes tests/golden/quality.json: what a quality report must say about random texts. Scores and p-values come from
sacrebleu 2.6.0, counts from the plainest code that follows their definitions. Usage: make_golden_quality.py [OUTPUT]"""

import collections
import json
import math
import os
import random
import sys

import sacrebleu
import sacrebleu.metrics.bleu
from sacrebleu.metrics import BLEU
from sacrebleu.significance import PairedTest
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

import random_segments

sacrebleu.metrics.bleu.sum = random_segments.plain_sum
os.environ["SACREBLEU_SEED"] = "12345"

LENGTHS = [("0", 0, 1), ("1–10", 1, 11), ("11–20", 11, 21), ("21–30", 21, 31), ("31–40", 31, 41), ("41–50", 41, 51),
           ("51–60", 51, 61), ("61+", 61, math.inf)]
RATIOS = [("under 0.5", 0, 0.5), ("0.5–0.8", 0.5, 0.8), ("0.8–0.95", 0.8, 0.95), ("0.95–1.05", 0.95, 1.05),
          ("1.05–1.25", 1.05, 1.25), ("1.25–2", 1.25, 2), ("2 and more", 2, math.inf)]
FREQUENCIES = [("never", 0, 1), ("once", 1, 2), ("2–9", 2, 10), ("10–99", 10, 100), ("100–999", 100, 1000),
               ("1,000–9,999", 1000, 10000), ("10,000+", 10000, math.inf)]
WORDS = """the a dog cat man house green old sees bit was in of and Paris 1.5 it's well-known U.S. naïve 我爱中国 ждать
 , . ! " (see) 50% ... être""".split()


class Texts:
    def __init__(self, systems, references, sources, train, lowercase):
        self.systems, self.references, self.sources, self.train = systems, references, sources, train
        self.lowercase = lowercase
        self.tokenizer = Tokenizer13a()

    def cut(self, line):
        line = line.rstrip()
        return self.tokenizer(line.lower() if self.lowercase else line).split()


def is_word(token):
    return any(character.isalnum() for character in token)


def ngrams(tokens, order):
    return collections.Counter(tuple(tokens[i:i + order]) for i in range(len(tokens) - order + 1))


def is_repeated(output, references, order):
    return any(count > 1 and any(map(is_word, gram)) and all(count > ngrams(ref, order)[gram] for ref in references)
               for gram, count in ngrams(output, order).items())


def turns(tokens, period):
    most = 1
    for start in range(len(tokens)):
        phrase = tokens[start:start + period]
        if len(phrase) < period or not any(map(is_word, phrase)):
            continue
        count = 1
        while tokens[start + count * period:start + (count + 1) * period] == phrase:
            count += 1
        most = max(most, count)
    return most


def is_loop(output, references):
    return any(turns(output, period) > max(turns(ref, period) for ref in references) for period in range(1, 9))


def closest(length, lengths):
    return min(lengths, key=lambda other: (abs(other - length), other))


def faults(texts, system):
    counts = collections.Counter(repeated=0)
    repeated = [0] * 4
    for i, line in enumerate(texts.systems[system]):
        output = texts.cut(line)
        references = [texts.cut(reference[i]) for reference in texts.references]
        lengths = [len(reference) for reference in references]
        counts["empty"] += not output and min(lengths) > 0
        counts["over_long"] += len(output) > 2 * max(lengths) and len(output) - max(lengths) >= 3
        counts["under_long"] += 0 < len(output) < min(lengths) / 2 and min(lengths) - len(output) >= 3
        for order in range(1, 5):
            repeated[order - 1] += is_repeated(output, references, order)
        counts["loops"] += is_loop(output, references)
        counts["words"] += len(output)
        if texts.sources:
            source = texts.cut(texts.sources[i])
            counts["copied"] += output == source and source not in references and any(map(is_word, source))
            counts["copied_words"] += sum(is_word(word) and word in source and not any(word in ref for ref in references)
                                          for word in output)
    names = ["empty", "over_long", "under_long", "loops", "words"] + (["copied", "copied_words"] if texts.sources else [])
    return {**{name: counts[name] for name in names}, "repeated": repeated}


def metric(texts):
    return BLEU(force=True, lowercase=texts.lowercase)


def score(texts, system, segments):
    return metric(texts).corpus_score([texts.systems[system][i] for i in segments],
                                      [[reference[i] for i in segments] for reference in texts.references]).score


def p_value(texts, system, segments):
    if score(texts, 0, segments) == score(texts, system, segments):
        return 1.0  # ours: no difference is never significant
    named = [(str(s), [texts.systems[s][i] for i in segments]) for s in (0, system)]
    test = PairedTest(named, {"BLEU": metric(texts)}, [[ref[i] for i in segments] for ref in texts.references], "bs", 200)
    return test()[1]["BLEU"][1].p_value


def values(texts, kind, system):
    references = [[texts.cut(line) for line in reference] for reference in texts.references]
    for i in range(len(texts.references[0])):
        lengths = [len(reference[i]) for reference in references]
        if kind == "source_length":
            yield len(texts.cut(texts.sources[i]))
        elif kind == "reference_length":
            yield math.floor(sum(lengths) / len(lengths) + 0.5)
        elif kind == "length_ratio":
            length = len(texts.cut(texts.systems[system][i]))
            best = closest(length, lengths)
            yield length / best if best else None
        else:
            words = [word for reference in references for word in reference[i]]
            yield min((texts.frequency[word] for word in words), default=None)


def breakdown(texts, kind, limits, small):
    rows = []
    members = [list(values(texts, kind, system)) for system in range(len(texts.systems))]
    for label, least, below in limits + [("no words", None, None)]:
        segments = [[i for i, value in enumerate(of_system)
                     if (value is None if least is None else value is not None and least <= value < below)]
                    for of_system in members]
        row = {"label": label, "segments": [len(s) for s in segments],
               "scores": [score(texts, n, s) if s else None for n, s in enumerate(segments)]}
        if kind != "length_ratio":
            row["p_values"] = [p_value(texts, n, s) if len(s) >= small else None
                               for n, s in enumerate(segments) if n > 0]
        rows.append(row)
    scale, rest = rows[:-1], [row for row in rows[-1:] if any(row["segments"])]
    while scale and not any(scale[0]["segments"]):
        scale.pop(0)
    while scale and not any(scale[-1]["segments"]):
        scale.pop()
    return scale + rest


def ordered(candidates, worth, lengths, listed):
    return sorted(candidates, key=lambda i: (-worth(i), -lengths[i], i))[:listed]


def case(texts, listed, small):
    everything = range(len(texts.references[0]))
    sentence = BLEU(force=True, lowercase=texts.lowercase, effective_order=True)
    scores = [[sentence.sentence_score(line, [reference[i] for reference in texts.references]).score
               for i, line in enumerate(system)] for system in texts.systems]
    lengths = list(values(texts, "reference_length", 0))
    kinds = [("reference_length", LENGTHS), ("length_ratio", RATIOS)]
    if texts.sources:
        kinds.insert(0, ("source_length", LENGTHS))
    expected = {"scores": [score(texts, s, everything) for s in range(len(texts.systems))], "sentence_scores": scores,
                "faults": [faults(texts, s) for s in range(len(texts.systems))],
                "best": [ordered(everything, lambda i: of[i], lengths, listed) for of in scores],
                "worst": [ordered(everything, lambda i: -of[i], lengths, listed) for of in scores], "comparisons": []}
    if texts.train is not None:
        texts.frequency = collections.Counter(word for line in texts.train for word in texts.cut(line))
        words = {word for reference in texts.references for line in reference for word in texts.cut(line)}
        expected["reference_words"] = len(words)
        expected["unseen"] = sum(texts.frequency[word] == 0 for word in words)
        kinds.append(("rarest_word", FREQUENCIES))
    for system in range(1, len(texts.systems)):
        gains = [b - a for a, b in zip(scores[0], scores[system])]
        expected["comparisons"].append({
            "p_value": p_value(texts, system, everything),
            "better": sum(gain > 0 for gain in gains), "worse": sum(gain < 0 for gain in gains),
            "gained": ordered([i for i in everything if gains[i] > 0], lambda i: gains[i], lengths, listed),
            "lost": ordered([i for i in everything if gains[i] < 0], lambda i: -gains[i], lengths, listed)})
    expected["breakdowns"] = {kind: breakdown(texts, kind, limits, small) for kind, limits in kinds}
    return {"systems": texts.systems, "references": texts.references, "sources": texts.sources, "train": texts.train,
            "lowercase": texts.lowercase, "listed": listed, "small": small, "trials": 200, "expected": expected}


def sentence_of(rng, length):
    return " ".join(rng.choices(WORDS, weights=range(2 * len(WORDS), len(WORDS), -1), k=length))


def output_of(rng, reference, source, strength):
    words = reference.split(" ")
    for _ in range(round(strength * len(words) * rng.random())):
        words[rng.randrange(len(words))] = rng.choice(WORDS)
    kind = rng.randrange(14)
    if kind == 0:
        return ""
    if kind == 1:
        return source
    if kind == 2:
        at, period = rng.randrange(len(words)), rng.randint(1, 9)
        words[at:at] = words[at:at + period] * rng.randint(1, 5)
    if kind == 3:
        return " ".join(words[:len(words) // 3])
    if kind == 4:
        return " ".join(words + words)
    if kind == 5:
        words[rng.randrange(len(words))] = rng.choice(source.split(" "))
    if kind == 6:
        words = [word.capitalize() for word in words]
    return " ".join(words)


def random_texts(rng, size, systems, references, has_source, train_lines, lowercase):
    firsts = [sentence_of(rng, rng.choice([1, 3, 8, 15, 25, 35, 45, 70])) for _ in range(size)]
    sources = [sentence_of(rng, rng.randint(1, 30)) + rng.choice(["", " Quelle", " wörtlich"]) for _ in range(size)]
    refs = [firsts] + [[output_of(rng, text, "x", 0.3) for text in firsts] for _ in range(references - 1)]
    if not has_source:
        refs[0][3] = ""
    outputs = [[output_of(rng, ref, src, strength) for ref, src in zip(firsts, sources)]
               for strength in (0.9, 0.5, 0.7)[:systems]]
    train = None if train_lines is None else [sentence_of(rng, rng.randint(0, 12)) for _ in range(train_lines)]
    return Texts(outputs, refs, sources if has_source else None, train, lowercase)


def main():
    rng = random.Random(20261121)
    cases = [case(random_texts(rng, 60, 2, 2, True, 40, False), 5, 4),
             case(random_texts(rng, 25, 1, 1, False, None, True), 30, 10),
             case(random_texts(rng, 40, 3, 3, True, 3, True), 3, 6),
             case(random_texts(rng, 12, 2, 1, False, 3000, False), 4, 50)]
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = sys.argv[1] if len(sys.argv) > 1 else os.path.join(root, "tests", "golden", "quality.json")
    with open(path, "w", encoding="ascii") as file:
        json.dump({"sacrebleu": sacrebleu.__version__, "cases": cases}, file, indent=0, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
