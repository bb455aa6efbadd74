"""Random parallel text of many kinds: references, and systems that got some of it right."""

import unicodedata

import random_segments
import sentences

_SHARED = random_segments.code_points()
_CATEGORY = {}
for _point in _SHARED:
    _CATEGORY.setdefault(unicodedata.category(chr(_point)), []).append(_point)


def _of(*categories):
    return [point for category in categories for point in _CATEGORY.get(category, [])]


MARKS = _of("Mn", "Mc", "Me")
PUNCTUATION = _of("Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po")
SYMBOLS = _of("Sm", "Sc", "Sk", "So")
NUMBERS = _of("Nd", "Nl", "No")
CASED = _of("Lu", "Lt", "Ll")
RIGHT_TO_LEFT = [point for point in _SHARED if unicodedata.bidirectional(chr(point)) in ("R", "AL", "AN")]
SUPPLEMENTARY = [point for point in _SHARED if point > 0xFFFF and unicodedata.category(chr(point)) != "Co"]
# Where sacrebleu's zh tokenizer and TER's Asian support draw their lines.
ASIAN = [point for point in _SHARED if 0x2000 <= point <= 0x3F22 or 0xFE10 <= point <= 0xFFEF]
KANA_AND_HAN = [*range(0x3041, 0x3097), *range(0x30A1, 0x30FF), *range(0x31F0, 0x3200), *range(0x4E00, 0x4E40)]
EMOJI = ["🙂", "👩‍👩‍👧", "👍🏽", "🇫🇷", "🇨🇳", "1️⃣", "❤️", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🧑‍💻", "☎", "🫠", "🥲"]
CONTROLS = [0x00, *random_segments.NEARLY_WHITE_SPACE]
WILD = [MARKS, PUNCTUATION, SYMBOLS, NUMBERS, CASED, RIGHT_TO_LEFT, SUPPLEMENTARY, ASIAN, KANA_AND_HAN, CONTROLS,
        _SHARED]


def wild_word(rng):
    """A few characters of one or two classes; letters with marks, digits beside punctuation, emoji."""
    kind = rng.randrange(5)
    if kind == 0:
        return rng.choice(EMOJI) * rng.randint(1, 2)
    if kind == 1:
        return rng.choice("aeoéखא") + "".join(chr(rng.choice(MARKS)) for _ in range(rng.randint(1, 3)))
    if kind == 2:
        edges = ["a", "1", "٣", "½", "", "Z"]
        return rng.choice(edges) + chr(rng.choice(PUNCTUATION + SYMBOLS)) + rng.choice(edges)
    first, second = rng.choice(WILD), rng.choice(WILD)
    return "".join(chr(rng.choice(rng.choice([first, second]))) for _ in range(rng.randint(1, 5)))


def wild_line(rng):
    return "".join(wild_word(rng) + random_segments.separator(rng) for _ in range(rng.randint(1, 9)))


def letter(rng):
    return rng.choice(["a", "a", "b", "c", "d", "A", "."])


def letters_line(rng):
    """Few words, often repeated: clipped n-grams and many possible shifts. Now and then longer than TER's beam."""
    return " ".join(letter(rng) for _ in range(rng.randint(1, 12) if rng.randrange(12) else rng.randint(25, 45)))


def _real(language):
    lines = sentences.BY_LANGUAGE[language]
    is_spaced = language != "zh"

    def word(rng):
        line = rng.choice(lines)
        return rng.choice(line.split(" ") if is_spaced else line)

    return (lambda rng: rng.choice(lines)), word, " " if is_spaced else ""


# name -> (a line, a word that may replace another, what stands between words)
KINDS = {"mixed": (random_segments.segment, random_segments.piece, " "), "wild": (wild_line, wild_word, " "),
         "letters": (letters_line, letter, " "), **{language: _real(language) for language in sentences.BY_LANGUAGE}}


def corrupted(rng, text, word, joint):
    """The text with some words dropped, doubled, swapped, moved in a block, changed in case, or replaced."""
    words = text.split(joint) if joint else list(text)
    for _ in range(rng.randint(0, 2 + len(words) // 6)):
        if not words:
            return ""
        at, kind = rng.randrange(len(words)), rng.randrange(7)
        if kind == 0:
            del words[at]
        elif kind == 1:
            words.insert(at, words[at])
        elif kind == 2:
            other = rng.randrange(len(words))
            words[at], words[other] = words[other], words[at]
        elif kind == 3:
            block = words[at:at + rng.randint(1, 12)]
            del words[at:at + len(block)]
            to = rng.randint(0, len(words))
            words[to:to] = block
        elif kind == 4:
            words[at] = words[at].swapcase()
        else:
            words[at] = word(rng)
    return joint.join(words)


def degenerate(rng):
    """A row that metrics divide by zero on, or nearly."""
    return rng.choice(["", "", " ", "\u3000\t", "\x00", ".", "dog", "a b", "a b c", "the the the the the", "\u0301", "&amp;",
                       "<skipped>", "...", "1", "我", "😀"])


def corpus(rng, system_count, reference_count, segment_count):
    """(systems, references), each a list of lists of one length. No line holds LF."""
    line, word, joint = KINDS[rng.choice(list(KINDS))]
    references = [[line(rng) for _ in range(segment_count)]]
    while len(references) < reference_count:
        references.append([corrupted(rng, text, word, joint) for text in references[0]])
    systems = []
    for _ in range(system_count):
        systems.append([corrupted(rng, rng.choice(references)[i], word, joint) for i in range(segment_count)])
    for rows in systems + references:
        for i in range(segment_count):
            kind = rng.randrange(30)
            if kind == 0:
                rows[i] = degenerate(rng)
            elif kind == 1:
                rows[i] = references[0][i]
            elif kind == 2:
                rows[i] = line(rng)
    return systems, references
