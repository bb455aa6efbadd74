#!/usr/bin/env python3
"""Checks what README.md promises of the corpus: run it by hand or from a test; it ends with exit code 0 or 1.

The checks look at the written files only and share no code with the generator.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
import unittest
from collections import Counter
from pathlib import Path

GENERATOR = Path(__file__).resolve().parent / "generate.py"
PARTS = ("train", "dev", "test")
EXAMPLES = {
    "en-fr": [("I am a student", "je suis étudiant"), ("What is your name?", "Comment t'appelles-tu ?"),
              ("the European Economic Area", "la zone économique européenne"),
              ("The agreement on the European Economic Area was signed in August 1992.",
               "L'accord sur la zone économique européenne a été signé en août 1992.")],
    "zh-en": [("我爱中国", "I love China"), ("你叫什么名字？", "What is your name?")],
}


def run_generator(folder):
    """Writes the corpus into `folder` with a Python of its own."""
    subprocess.run([sys.executable, str(GENERATOR), "--output", str(folder)], check=True)


def read_pairs(folder, name, part):
    """The (source, target) lines of one part."""
    sides = [(Path(folder) / name / f"{part}.{language}").read_bytes().decode("utf-8") for language in name.split("-")]
    assert all(side.endswith("\n") for side in sides)
    lines = [side[:-1].split("\n") for side in sides]
    assert len(lines[0]) == len(lines[1])
    return list(zip(*lines))


def digests(folder):
    """SHA-256 of every file, by its path below `folder`."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(Path(folder).rglob("*.*"))}


def is_chinese(text):
    return re.search(r"[\u4e00-\u9fff]", text) is not None


def word_forms(sentence):
    """Words and marks of a sentence, l' and d' apart; single characters in Chinese."""
    return list(sentence) if is_chinese(sentence) else re.findall(r"[^\W_]+'?(?:-[^\W_]+)*|[.,?]", sentence)


def bare(sentence):
    return sentence.lower().strip(" .?。？")


class CorpusCheck(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folders = [tempfile.TemporaryDirectory(), tempfile.TemporaryDirectory()]
        for folder in cls.folders:
            run_generator(folder.name)
        cls.parts = {name: {part: read_pairs(cls.folders[0].name, name, part) for part in PARTS} for name in EXAMPLES}

    @classmethod
    def tearDownClass(cls):
        for folder in cls.folders:
            folder.cleanup()

    def test_two_runs_write_the_same_files(self):
        first, second = (digests(folder.name) for folder in self.folders)
        self.assertEqual(first, second)
        self.assertEqual(len(first), 12)
        print()
        for path, digest in first.items():
            print(digest, path)

    def test_sizes(self):
        for name, parts in self.parts.items():
            self.assertGreaterEqual(len(set(parts["train"])), 24000, name)
            self.assertEqual([len(set(parts[p])) for p in ("dev", "test")], [500, 1000], name)
            self.assertEqual([len(parts[p]) for p in ("dev", "test")], [500, 1000], name)

    def test_every_sentence_has_one_translation_in_each_direction(self):
        for name, parts in self.parts.items():
            pairs = {pair for part in parts.values() for pair in part}
            for side in (0, 1):
                doubled = [s for s, n in Counter(bare(pair[side]) for pair in pairs).items() if n > 1]
                self.assertEqual(doubled, [], name)

    def test_parts_share_no_sentence_on_either_side(self):
        for name, parts in self.parts.items():
            for side in (0, 1):
                seen = [{bare(pair[side]) for pair in parts[part]} for part in PARTS]
                self.assertFalse(seen[0] & seen[1] or seen[0] & seen[2] or seen[1] & seen[2], name)

    def test_example_sentences_are_in_train(self):
        for name, examples in EXAMPLES.items():
            for pair in examples:
                self.assertGreaterEqual(self.parts[name]["train"].count(pair), 20, pair)

    def test_sentences_of_dev_and_test_have_4_to_25_words(self):
        for parts in self.parts.values():
            for sentence in (side for part in ("dev", "test") for pair in parts[part] for side in pair):
                if is_chinese(sentence):
                    self.assertGreaterEqual(len(re.findall(r"[\u4e00-\u9fff]", sentence)), 4, sentence)
                else:
                    words = [w for w in sentence.split() if re.search(r"\w", w)]
                    self.assertTrue(4 <= len(words) <= 25 and len(word_forms(sentence)) <= 25, sentence)

    def test_a_fifth_of_test_is_long(self):
        for name, parts in self.parts.items():
            english = name.split("-").index("en")
            long = sum(len(pair[english].split()) >= 15 for pair in parts["test"])
            self.assertGreaterEqual(long, 200, name)

    def test_every_word_of_dev_and_test_is_20_times_in_train(self):
        for name, parts in self.parts.items():
            for side in (0, 1):
                count = Counter(w for pair in parts["train"] for w in word_forms(pair[side]))
                rare = {w for part in ("dev", "test") for pair in parts[part] for w in word_forms(pair[side])
                        if count[w] < 20}
                self.assertEqual(rare, set(), name)

    def assert_never(self, name, language, pattern):
        side = name.split("-").index(language)
        for part in self.parts[name].values():
            for pair in part:
                self.assertIsNone(re.search(pattern, pair[side]), pair)

    def test_french_is_elided_and_contracted(self):
        h = r"h(?!uit)"
        self.assert_never("en-fr", "fr", rf"(?i)\b(le|la|je|ne|de|que|me|te|se|ma|ta|ce) ([aàeéèêiîoôuœ]|{h})(?!nze)")
        self.assert_never("en-fr", "fr", r"(?i)\b(de|à) les? ")
        self.assert_never("en-fr", "fr", r"(?i)\b(du|au) ([aeéèêioœ]|hom|hôt|hôp)")
        self.assert_never("en-fr", "fr",
                          r"(?i)\b(un|le|du|au|ce|mon|ton|notre|leur) (beau|nouveau|vieux) ([aeéioœ]|hom)")
        self.assert_never("en-fr", "fr", r"'(?![aàeéèêiîoôuœhAEIOÉÈ])|\S[?]|  | [.,]|’")

    def test_english_has_the_right_article_and_no_contraction(self):
        for name in EXAMPLES:
            self.assert_never(name, "en", r"\b[Aa] (?!European)[aeioAEIO]|\b[Aa]n [^aeiouAEIOU]|\ban European")
            self.assert_never(name, "en", r"n't|'re|'ll|  | [.,?]|’")

    def test_chinese_has_its_own_marks_and_no_spaces(self):
        self.assert_never("zh-en", "zh", r"[\s.,?!A-Za-z]")


if __name__ == "__main__":
    unittest.main()
