"""Random text for comparing nmt-eval with sacrebleu: everything that a tokenizer, str.split or str.lower may treat in a
way of its own, and pairs of hypothesis and reference that share n-grams."""

import unicodedata

WHITE_SPACE = [0x09, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028,
               0x2029, 0x202F, 0x205F, 0x3000]
NEARLY_WHITE_SPACE = [0x00, 0x08, 0x0E, 0x1B, 0x7F, 0x84, 0x86, 0xAD, 0x180E, 0x200B, 0x200D, 0x2060, 0xFEFF]
SIGMAS = [0x3A3, 0x3C3, 0x3C2, 0x391, 0x41, 0x61, 0x2E, 0x27, 0x345, 0x301, 0xAD, 0x2B0, 0x1D7CB]
MARKUP = ["<skipped>", "&quot;", "&amp;", "&lt;", "&gt;", "&amp;lt;", "&amp;amp;quot;", "&", "&apos;", "<skip<skipped>ped>"]
NUMBERS = ["1.5", "1,000", "3.", ".5", "1-2", "2019.", "1..2", "-3", "x-1", "1-", "١.٢", "5.,6", "1,.-2", "..5", "a.,5", "..", "a.,b", "٣-٤"]
WORDS = ["the", "The", "man", "dog", "bit", "was", "a", "Straße", "ΟΔΟΣ", "İstanbul", "我爱中国", "étudiant", "t'appelles-tu",
         "שלום", "مرحبا", "हिन्दी", "🙂", "👩‍👩‍👧", "e\u0301", "«no»", "end.", "(see)", "it's", "U.S.", "$5", "50%"]

# Letters that got a lower case after Unicode 14: Python and ICU may know different versions.
YOUNG_CASED = [range(0x1C89, 0x1C8B), range(0xA7CB, 0xA7D0), range(0xA7D2, 0xA7D5), range(0xA7DA, 0xA7DD),
               range(0x10D50, 0x10D90), range(0x16EA0, 0x16EE0)]


def code_points():
    """Every code point that this Python knows, but for surrogates, LF, and letters younger than Unicode 14."""
    young = {point for points in YOUNG_CASED for point in points}
    return [point for point in range(0x110000)
            if unicodedata.category(chr(point)) not in ("Cn", "Cs") and point != 0x0A and point not in young]


_ALL = code_points()


def piece(rng):
    """A word, a number, markup, punctuation, or a few wild characters."""
    kind = rng.randrange(12)
    if kind < 5:
        return rng.choice(WORDS)
    if kind == 5:
        return rng.choice(NUMBERS)
    if kind == 6:
        return rng.choice(MARKUP)
    if kind == 7:
        return "".join(chr(rng.choice(SIGMAS)) for _ in range(rng.randint(1, 6)))
    if kind == 8:
        return "".join(rng.choice("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~0123456789ab") for _ in range(rng.randint(1, 8)))
    if kind == 9:
        return chr(rng.choice(NEARLY_WHITE_SPACE))
    if kind == 10:
        return "".join(chr(rng.randint(0x21, 0x17F)) for _ in range(rng.randint(1, 4)))
    return "".join(chr(rng.choice(_ALL)) for _ in range(rng.randint(1, 5)))


def separator(rng):
    kind = rng.randrange(10)
    return "" if kind == 0 else chr(rng.choice(WHITE_SPACE)) if kind == 1 else " "


def segment(rng, longest=12):
    return "".join(piece(rng) + separator(rng) for _ in range(rng.randint(0, longest)))


def variation(rng, text):
    """The text with some words dropped, doubled, swapped, changed in case, or replaced."""
    words = text.split(" ")
    for _ in range(rng.randint(0, 3)):
        at = rng.randrange(len(words))
        kind = rng.randrange(5)
        if kind == 0:
            words[at:at + 1] = [] if len(words) > 1 else [""]
        elif kind == 1:
            words.insert(at, words[at])
        elif kind == 2:
            words[at], words[-1] = words[-1], words[at]
        elif kind == 3:
            words[at] = words[at].swapcase()
        else:
            words[at] = piece(rng)
    return " ".join(words)


def corpus(rng, most_segments=8, most_references=3):
    """(hypotheses, [references, ...]), all of one length; some hypotheses or references empty, or equal."""
    size = rng.randint(1, most_segments)
    references = [[segment(rng) for _ in range(size)]]
    for _ in range(rng.choice([0, 0, 0, 1, most_references - 1])):
        references.append([variation(rng, text) for text in references[0]])
    hypotheses = []
    for i in range(size):
        kind = rng.randrange(12)
        if kind == 0:
            hypotheses.append("")
        elif kind == 1:
            hypotheses.append(segment(rng))
        elif kind == 2:
            hypotheses.append(rng.choice(WORDS))
        else:
            hypotheses.append(variation(rng, rng.choice(references)[i]))
        if rng.randrange(15) == 0:
            rng.choice(references)[i] = ""
    return hypotheses, references


def bleu_arguments(rng):
    """Keyword arguments of sacrebleu's BLEU."""
    arguments = {"tokenize": rng.choice(["13a", "13a", "none"]), "lowercase": rng.random() < 0.4,
                 "smooth_method": rng.choice(["exp", "exp", "floor", "add-k", "none"]), "force": True}
    if rng.random() < 0.3:
        arguments["smooth_value"] = rng.choice([0.0, 0.01, 0.5, 1.0, 2.5, 7.125])
    return arguments


def plain_sum(numbers, start=0):
    """sum() as it was before Python 3.12, which made it a compensated one: the last digit depends on it."""
    for number in numbers:
        start = start + number
    return start
