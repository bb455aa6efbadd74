"""A corpus for benchmarks: made, not collected, the same on every machine, but shaped as news text is.

Word frequencies follow Zipf and Mandelbrot's law, frequent words are short, words repeat near one another, sentences
have 23 words on average (log-normal), with commas, numbers, names and capital letters. A system's translation is the
reference with words replaced, dropped, added, changed in form, and blocks moved, so that BLEU is between 30 and 45.
"""

import itertools
import math
import random

VOCABULARY = 60000
ONSETS = ["", "b", "br", "c", "ch", "d", "f", "g", "h", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v"]
VOWELS = ["a", "e", "i", "o", "u", "ai", "ea", "é", "ou", "ü"]
CODAS = ["", "", "", "n", "s", "r", "l", "t", "nd", "st", "m"]
ENDINGS = ["s", "ed", "ing", "en", "es"]


def _vocabulary(rng):
    """Words from the most frequent on; about one in twelve a name."""
    words, seen = [], set()
    while len(words) < VOCABULARY:
        syllables = 1 + min(3, int(math.log(len(words) + 2, 30) + rng.random()))
        word = "".join(rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS) for _ in range(syllables))
        if rng.random() < 0.08 and len(words) > 300:
            word = word.capitalize()
        if word not in seen:
            seen.add(word)
            words.append(word)
    return words


class Author:
    """Writes references, and what a system of some quality makes of them."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.words = _vocabulary(self.rng)
        self.weights = list(itertools.accumulate(1 / (rank + 2.7) for rank in range(1, VOCABULARY + 1)))

    def some_words(self, count):
        return self.rng.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self):
        """The words of a sentence, punctuation joined to them."""
        rng = self.rng
        words = self.some_words(max(2, min(90, round(rng.lognormvariate(3.02, 0.48)))))
        for at in range(len(words)):
            chance = rng.random()
            if chance < 0.02 and at > 3:
                words[at] = words[rng.randrange(at)]  # a topic comes back
            elif chance < 0.035:
                words[at] = rng.choice(["2", "3", "12", "30", "100", "1,500", "1999", "4.5%", f"{rng.randint(1, 99999)}"])
            elif chance < 0.09 and at + 1 < len(words):
                words[at] += ","
        words[0] = words[0][:1].upper() + words[0][1:]
        words[-1] = words[-1].rstrip(",") + rng.choice(["."] * 12 + ["?", "!", '."'])
        return words

    def translation(self, sentence, quality):
        """`quality` 0 to 1: how much of the sentence is kept."""
        rng = self.rng
        words = []
        fresh = iter(self.some_words(len(sentence) + 2))
        damage = (1 - quality) * rng.uniform(0.2, 1.8)
        for word in sentence:
            chance = rng.random() / damage
            if chance < 0.55:
                words.append(next(fresh, "and"))
            elif chance < 0.68:
                words.append(word.rstrip("s") + rng.choice(ENDINGS))
            elif chance < 0.84:
                continue
            elif chance < 1:
                words += [word, next(fresh, "and")]
            else:
                words.append(word)
        if len(words) > 6 and rng.random() < 2.2 * damage:
            start, length = rng.randrange(len(words) - 4), rng.randint(1, 4)
            block = words[start:start + length]
            del words[start:start + length]
            to = max(0, min(len(words), start + rng.randint(-8, 8)))
            words[to:to] = block
        return words


def corpus(segments, seed=1, qualities=(0.74, 0.72)):
    """(references, [one list of translations for each quality]), lines without their ends."""
    author = Author(seed)
    references = [author.sentence() for _ in range(segments)]
    systems = [[" ".join(author.translation(words, quality)) for words in references] for quality in qualities]
    return [" ".join(words) for words in references], systems
