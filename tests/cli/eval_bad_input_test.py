#!/usr/bin/env python3
"""Bad input to nmt-eval: exit code 2, nothing on standard output, one clear line. Usage: eval_bad_input_test.py BIN"""

import gzip
import os
import subprocess
import tempfile
import unittest

import programs

for name in [name for name in os.environ if name.startswith("SACREBLEU")]:
    del os.environ[name]
THREE_LINES = "The man bit the dog.\nYes, it did.\nWhy not?\n"


class BadInput(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="nmt-test-")
        self.addCleanup(holder.cleanup)
        self.folder = holder.name
        self.write("ref", THREE_LINES)
        self.write("hyp", THREE_LINES.replace("man", "boy"))
        self.write("hyp2", THREE_LINES.replace("dog", "cat"))

    def write(self, name, content):
        with open(os.path.join(self.folder, name), "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())

    def refused(self, *arguments, says=(), stdin=b"", environment=None):
        """Runs in the folder; the one line must hold every text of `says`."""
        env = {**os.environ, **(environment or {})}
        output, errors = programs.run("nmt-eval", *arguments, stdin=stdin, expect=2, cwd=self.folder, env=env)
        self.assertEqual(output, b"", arguments)
        lines = errors.splitlines()
        self.assertEqual(len(lines), 1, f"{arguments}: {errors}")
        self.assertTrue(lines[0].startswith("nmt-eval: error: "), lines[0])
        self.assertNotIn("std::", lines[0])
        for text in says:
            self.assertIn(text, lines[0])
        return lines[0]

    def accepted(self, *arguments, stdin=b""):
        return programs.run("nmt-eval", *arguments, stdin=stdin, cwd=self.folder)[0]

    def test_files_of_different_length_are_named_with_their_lengths(self):
        self.write("long", THREE_LINES + "More.\n")
        self.write("one", "The only line.\n")
        self.refused("ref", "-i", "long", says=["ref has 3 lines", "long has 4 lines"])
        self.refused("ref", "long", "-i", "hyp", says=["long has 4 lines", "hyp has 3 lines"])
        self.refused("ref", "-i", "hyp", "one", says=["one has 1 line"])
        self.refused("ref", stdin=b"just one\n", says=["ref has 3 lines", "<stdin> has 1 line"])

    def test_invalid_utf8_is_named_with_file_and_line(self):
        for bad in (b"\xff", b"\xc3", b"\xe2\x82", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80", "é".encode("latin-1")):
            self.write("bad", b"fine\nfine too\nnot " + bad + b" fine\n")
            self.refused("ref", "-i", "bad", says=["bad:3:", "UTF-8"])
            self.refused("bad", "-i", "hyp", says=["bad:3:", "UTF-8"])
            self.refused("ref", stdin=b"ok\nno" + bad + b"\nok\n", says=["<stdin>:2:", "UTF-8"])
        self.write("wide", THREE_LINES.encode("utf-16"))
        self.refused("ref", "-i", "wide", says=["wide:1:", "UTF-8"])

    def test_missing_files_and_folders_are_named(self):
        os.mkdir(os.path.join(self.folder, "folder"))
        self.refused("ref", "-i", "nothing", says=["nothing", "No such file"])
        self.refused("nothing.gz", "-i", "hyp", says=["nothing.gz", "No such file"])
        self.refused("ref", "-i", "folder", says=["folder", "is a directory"])
        self.refused("folder", "-i", "hyp", says=["folder", "is a directory"])
        self.refused("", "-i", "hyp")
        self.refused("ref", "-i", "hyp", "nothing", says=["nothing"])

    def test_a_sound_gz_is_read_and_a_damaged_one_is_named(self):
        plain = THREE_LINES.encode()
        sound = gzip.compress(plain, mtime=0)
        expected = self.accepted("ref", "-i", "ref", "-b")
        for name, data in (("one.gz", sound), ("two.gz", gzip.compress(plain[:9]) + gzip.compress(plain[9:])),
                           ("padded.gz", sound + bytes(512))):
            self.write(name, data)
            self.assertEqual(self.accepted("ref", "-i", name, "-b"), expected, name)
            self.assertEqual(self.accepted(name, "-i", "ref", "-b"), expected, name)
        flipped = bytearray(sound)
        flipped[-6] ^= 1  # the check sum
        damaged = {"cut.gz": sound[:-9], "half.gz": sound[:len(sound) // 2], "sum.gz": bytes(flipped),
                   "plain.gz": plain, "tail.gz": sound + b"and more", "header.gz": sound[:5],
                   "body.gz": sound[:12] + b"\xff" * 9 + sound[21:]}
        for name, data in damaged.items():
            self.write(name, data)
            self.refused("ref", "-i", name, says=[name, "gz"])
        self.write("latin.gz", gzip.compress(b"fine\n\xff\nfine\n", mtime=0))
        self.refused("ref", "-i", "latin.gz", says=["latin.gz:2:", "UTF-8"])

    def test_a_row_with_the_wrong_number_of_references_is_named(self):
        self.write("tabs", "a\tb\nc\nd\te\n")
        self.refused("tabs", "--num-refs", "2", "-i", "hyp", says=["tabs:2:", "2", "1"])
        self.write("tabs", "a\tb\nc\td\ne\t \n")  # white space at the end goes first
        self.refused("tabs", "-nr", "2", "-i", "hyp", says=["tabs:3:"])
        self.refused("ref", "hyp", "--num-refs", "2", "-i", "hyp", says=["num-refs"])
        for number in ("0", "-1", "x", "1.5"):
            self.refused("ref", "--num-refs", number, "-i", "hyp")
        self.write("tabs", "a\tb\tc\nd\te\tf\ng\th\ti\n")  # the last reference keeps further tabs
        self.accepted("tabs", "--num-refs", "2", "-i", "hyp")

    def test_standard_input_with_uneven_systems_is_named(self):
        self.refused("ref", stdin=b"a\tb\nc\nd\te\n", says=["<stdin>:2:"])
        self.refused("ref", stdin=b"", says=["<stdin>"])

    def test_nothing_to_score(self):
        self.write("empty", "")
        self.refused("empty", "-i", "empty", says=["empty"])
        self.refused("ref", "-i", "empty", says=["empty has 0 lines"])
        self.refused("-i", "hyp", says=["reference"])
        self.refused(says=["reference"])

    def test_names_that_do_not_exist_come_with_those_that_do(self):
        for option, wrong, allowed in (("-m", "comet", "chrf"), ("-tok", "13b", "13a"),
                                       ("-s", "exq", "floor"), ("-f", "xml", "json")):
            self.refused("ref", "-i", "hyp", option, wrong, says=[wrong, allowed])

    def test_numbers_out_of_range(self):
        for arguments in (["-w", "-1"], ["-w", "x"], ["-s", "floor", "-sv", "-1"], ["-sv", "nan", "-s", "floor"],
                          ["-ci", "-cin", "x"], ["-ci", "-cin", "-3"], ["-m", "chrf", "--chrf-char-order", "-1"],
                          ["-m", "chrf", "--chrf-word-order", "x"], ["-m", "chrf", "--chrf-beta", "-1"], ["-w", "99999999999999999999"]):
            self.refused("ref", "-i", "hyp", *arguments)
        self.refused("ref", "-i", "hyp", "-ci", environment={"SACREBLEU_SEED": "many"}, says=["SACREBLEU_SEED"])

    def test_options_that_exclude_one_another(self):
        self.refused("ref", "-i", "hyp", "hyp2", "--paired-bs", "--paired-ar")
        self.refused("ref", "-i", "hyp", "--paired-bs")
        self.refused("ref", "-i", "hyp", "hyp2", "--confidence")
        self.refused("ref", "-i", "hyp", "hyp2", "-sl")
        self.refused("ref", "-i", "hyp", "-sl", "-ci")
        self.refused("ref", "-i", "hyp", "-sl", "-m", "bleu", "chrf")
        self.refused("ref", "-i", "hyp", "hyp", says=["hyp"])
        self.refused("ref", "-i", "hyp", "-tok", "spm")

    def test_what_is_not_offered_is_refused_by_name(self):
        for arguments in (["-t", "wmt14", "-l", "en-de"], ["--list"], ["--echo", "src"], ["--download", "wmt14"],
                          ["--citation"], ["-tok", "ja-mecab"], ["-tok", "ko-mecab"], ["-tok", "flores200"],
                          ["--origlang", "en"], ["--detail"]):
            self.refused("ref", "-i", "hyp", *arguments)

    def test_an_output_that_cannot_be_written(self):
        for form in ("json", "text"):
            with open("/dev/full", "wb") as full:
                self.assertNotEqual(self._exit_code_into(full, form), 0)

    def _exit_code_into(self, stdout, form):
        done = subprocess.run([os.path.join(programs.BIN, "nmt-eval"), "ref", "-i", "hyp", "-f", form], stdout=stdout,
                              stderr=subprocess.PIPE, cwd=self.folder)
        self.assertIn(b"nmt-eval: error: ", done.stderr)
        return done.returncode


if __name__ == "__main__":
    programs.BIN = os.path.abspath(programs.BIN)
    unittest.main()
