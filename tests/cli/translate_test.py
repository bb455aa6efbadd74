"""nmt-translate as a user meets it: lines, odd bytes, pipes, and the contract of batches."""

import os
import re
import select
import subprocess
import threading
import unittest

import programs
from programs import Folder, run


class Translating(Folder):
    @classmethod
    def setUpClass(cls):
        cls.trained = Folder("train")
        cls.trained.setUp()
        cls.addClassCleanup(cls.trained.doCleanups)
        cls.trained.train("--quiet")

    def setUp(self):
        super().setUp()
        self.model = self.trained.path("model")

    def translate(self, text, *arguments, **options):
        return run("nmt-translate", "--model", self.model, *arguments, stdin=text, **options)

    def sources(self):
        lines = self.read("train.en").decode().splitlines()[:70]
        # Sentences of many lengths, so that batches are padded.
        return [" ".join(lines[i:i + 1 + i % 4]) for i in range(len(lines))]

    def test_the_text_depends_on_nothing_but_the_sentence(self):
        sources = self.sources()
        for beam, precision in ((1, "fp32"), (5, "fp32"), (5, "bf16"), (5, "int8")):
            search = ["--beam", beam, "--precision", precision]
            first, _ = self.translate("\n".join(sources) + "\n", *search)
            for arguments in (["--batch-sentences", 1], ["--batch-sentences", 7, "--threads", 1],
                              ["--batch-tokens", 100, "--threads", 2]):
                self.assertEqual(first, self.translate("\n".join(sources) + "\n", *search, *arguments)[0])
            turned, _ = self.translate("\n".join(reversed(sources)), *search)
            self.assertEqual(first.splitlines(), turned.splitlines()[::-1])

    def test_the_model_s_own_precision_holds_and_a_wrong_one_is_refused(self):
        text = "\n".join(self.sources()[:5]) + "\n"
        self.assertEqual(self.translate(text)[0], self.translate(text, "--precision", "auto")[0])
        for option, value in (("--precision", "int4"), ("--length-penalty", "nan"), ("--batch-sentences", "0"),
                              ("--batch-sentences", str(2 ** 60)), ("--batch-tokens", str(2 ** 60)),
                              ("--max-length", "1000000"), ("--device", "gpu"), ("--shortlist", "101")):
            _, message = self.translate(text, option, value, expect=2)
            self.assertIn(option, message)

    def test_a_shortlist_needs_a_lexicon_and_keeps_the_contract_of_batches(self):
        text = "\n".join(self.sources()) + "\n"
        _, message = self.translate(text, "--shortlist", 5, expect=2)
        self.assertIn("lexicon.tsv", message)
        self.assertIn("--lexicon", message)
        _, message = run("nmt-train", self.trained.config, "--lexicon")
        self.addCleanup(os.remove, os.path.join(self.model, "lexicon.tsv"))
        self.assertIn("wrote " + os.path.join(self.model, "lexicon.tsv"), message)
        few, _ = self.translate(text, "--shortlist", 1)
        self.assertEqual(few.count("\n"), text.count("\n"))
        for arguments in (["--batch-sentences", 1], ["--batch-sentences", 7, "--threads", 1]):
            self.assertEqual(few, self.translate(text, "--shortlist", 1, *arguments)[0])

    def test_as_many_lines_out_as_in_whatever_they_hold(self):
        odd = (b"the red cat\r\n\n   \n\xe3\x80\x80\n\xff\xfe bad \xc3\nnul \x00 here\n\xef\xbb\xbfthe cat\n"
               b"a\xe2\x80\xa8b\xe2\x80\xa9c\x0bd\x0ce\xc2\x85f\n\x1b[31mred\n" + b"cat " * 3000 + b"\n\xf0\x9f\x98\x80 no end")
        output, message = self.translate(odd)
        self.assertEqual(output.count(b"\n"), odd.count(b"\n") + 1)
        lines = output.split(b"\n")
        self.assertEqual(lines[1:4], [b"", b"", b""])
        for mark in ("\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "<unk>", "</s>", "\u2047"):
            self.assertNotIn(mark, output.decode())
        self.assertEqual(message.count("not valid UTF-8"), 1)
        self.assertRegex(message, r"line 10 is longer than 512 tokens")

    def test_line_ends_and_byte_order_marks_are_those_of_training(self):
        plain, _ = self.translate("the red cat\nthe dog\n")
        self.assertEqual(self.translate("\ufeffthe red cat\r\nthe dog\r\n")[0], plain)
        self.assertEqual(self.translate("\ufeffthe red cat\r\nthe dog\r")[0], plain)

    def test_no_input_gives_no_output(self):
        self.assertEqual(self.translate("")[0], "")
        self.assertEqual(self.translate("\n")[0], "\n")

    def test_an_end_that_does_not_block_is_waited_for(self):
        input_read, input_write = os.pipe()
        output_read, output_write = os.pipe()
        for descriptor in (input_read, output_write):
            os.set_blocking(descriptor, False)
        process = subprocess.Popen([os.path.join(programs.BIN, "nmt-translate"), "--model", self.model],
                                   stdin=input_read, stdout=output_write)
        os.close(input_read)
        os.close(output_write)
        sources = "".join(f"{line}\n" for line in self.sources()) * 40  # more output than a pipe holds
        expected, _ = self.translate(sources)
        self.assertGreater(len(expected), 1 << 16)

        def feed():
            with open(input_write, "w", encoding="utf-8") as pipe:
                pipe.write(sources)

        writer = threading.Thread(target=feed)
        writer.start()
        with open(output_read, encoding="utf-8") as pipe:
            self.assertEqual(pipe.read(), expected)
        writer.join()
        self.assertEqual(process.wait(timeout=60), 0)

    def test_waiting_threads_do_not_hold_on_to_a_core_unless_the_user_says_so(self):
        names = ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")
        inherited = {name: value for name, value in os.environ.items() if name not in names}
        for own, spins in (({}, "3000"), ({"GOMP_SPINCOUNT": "7"}, "7"), ({"OMP_WAIT_POLICY": "active"}, None)):
            process = subprocess.Popen([os.path.join(programs.BIN, "nmt-translate"), "--model", self.model],
                                       stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**inherited, **own})
            process.stdin.write(b"the red cat\n")
            process.stdin.flush()
            process.stdout.readline()
            with open(f"/proc/{process.pid}/environ", encoding="utf-8", errors="replace") as environment:
                variables = dict(line.split("=", 1) for line in environment.read().split("\0") if "=" in line)
            with open(f"/proc/{process.pid}/comm", encoding="utf-8") as name:
                self.assertEqual(name.read(), "nmt-translate\n")
            self.assertEqual(variables.get("GOMP_SPINCOUNT"), spins)
            process.stdin.close()
            process.stdout.close()
            self.assertEqual(process.wait(timeout=60), 0)

    def test_each_line_is_answered_when_the_input_pauses(self):
        process = subprocess.Popen([os.path.join(programs.BIN, "nmt-translate"), "--model", self.model],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for line in (b"the red cat sees two cats .\n", b"\n", b"the black dog sees six dogs .\n"):
            process.stdin.write(line)
            process.stdin.flush()
            self.assertTrue(select.select([process.stdout], [], [], 60)[0], "no answer while the input is open")
            self.assertTrue(process.stdout.readline().endswith(b"\n"))
        process.stdin.close()
        self.assertEqual(process.wait(timeout=60), 0)
        process.stdout.close()

    def test_the_attention_page_has_every_sentence(self):
        for beam in (1, 5):
            page = self.path(f"page{beam}.html")
            self.translate("the red cat sees two cats .\n\n</script><b>&\n", "--beam", beam, "--attention", page)
            text = self.read(page).decode()
            self.assertNotIn("<b>&", text)
            self.assertFalse(re.search(r"(src|href)=[\"']?https?:", text))

    def test_last_and_best_are_both_there(self):
        for checkpoint in ("best", "last"):
            self.assertNotEqual(self.translate("the cat\n", "--checkpoint", checkpoint)[0].strip(), "")

    def test_mistakes_end_with_2(self):
        for arguments in (["--model", self.path("nowhere")], ["--model", self.model, "--beam", "0"],
                          ["--model", self.model, "--checkpoint", "third"], ["--model", self.model, "--bem", "3"],
                          ["--model", self.model, "--device", "cuda:99"], []):
            run("nmt-translate", *arguments, expect=2)
        self.translate("x\n", "--attention", self.path("no/such/folder/page.html"), expect=2)
        with open("/dev/full", "w") as full:
            done = subprocess.run([os.path.join(programs.BIN, "nmt-translate"), "--model", self.model], input=b"the cat\n",
                                  stdout=full, stderr=subprocess.PIPE, timeout=60)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"cannot be written", done.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
