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

# What was added after Unicode 14 (in 15.0, 15.1, 16.0 and 17.0): Python, its package regex and ICU may know different
# versions. Where much was added a range takes in the gaps.
YOUNG = """
    0897 088F 0C5C 0CDC 0CF3 0ECE 1ACF-1AEB 1B4E-1B4F 1B7F 1C89-1C8A 20C1 2427-2429 2FFC-2FFF 31E4-31E5 31EF A7CB-A7CF
    A7D2 A7D4 A7DA-A7DC A7F1 FBC3-FBD2 FD90-FD91 FDC8-FDCE 105C0-105F3 10940-10959 10D40-10D8F 10EC2-10EFF 1123F-11241
    11380-113E2 116D0-116E3 11B00-11B09 11B60-11B67 11BC0-11BF9 11DB0-11DE9 11F00-11F5A 1342F 13439-143FA 16100-16139
    16D40-16D79 16EA0-16ED3 16FF2-16FF6 187F8-187FF 18CFF 18D09-18DF2 1B132 1B155 1CC00-1CEF0 1D2C0-1D2D3 1DF25-1DF2A
    1E030-1E08F 1E4D0-1E5FF 1E6C0-1E6FF 1F6D8 1F6DC 1F774-1F77F 1F7D9 1F8B2-1F8D8 1FA54-1FA57 1FA75-1FA77 1FA87-1FA8F
    1FAAD-1FAAF 1FABB-1FABF 1FAC6-1FACF 1FADA-1FADF 1FAE8-1FAEF 1FAF7-1FAF8 1FBCB-1FBEF 1FBFA 2B739-2B73F 2CEA2-2CEAF
    2EBF0-2EE5D 31350-33479
"""


def code_points():
    """Every code point that was assigned in Unicode 14 (as far as this Python knows), but for surrogates and LF."""
    young = set()
    for word in YOUNG.split():
        first, _, last = word.partition("-")
        young.update(range(int(first, 16), int(last or first, 16) + 1))
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
