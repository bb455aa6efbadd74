"""scripts/get-data: from a server on loopback and from folders; the split; what is left behind after a failure.

The scripts run from a copy, so that a test never writes into the clone's own data/.
"""

import functools
import gzip
import http.server
import io
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
import zipfile
from pathlib import Path

SOURCE_DIR = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "de", "fr")
sys.dont_write_bytecode = True
sys.path.insert(0, str(SOURCE_DIR / "scripts"))
from split_pairs import group_pairs, split  # noqa: E402


class Split(unittest.TestCase):
    def test_pairs_that_share_a_sentence_but_for_case_and_punctuation_belong_together(self):
        pairs = [("Hi!", "嗨"), ("one", "Un."), ("hi", "你好"), ("no", "non"), ("Ｔwo ", "« un »"),
                 ("two", "deux"), ("non", "no")]
        groups = sorted(sorted(group) for group in group_pairs(pairs))
        self.assertEqual(groups, [[0, 2], [1, 4, 5], [3], [6]])

    def test_groups_go_to_one_side_as_a_whole(self):
        pairs = [(f"s{n // 3}", f"t{n}") for n in range(300)]  # a hundred groups of three
        train, dev = split(pairs, 31)
        self.assertEqual(len(dev), 30)
        self.assertEqual(sorted(train + dev), list(range(300)))
        self.assertFalse({n // 3 for n in train} & {n // 3 for n in dev})

    def test_a_sentence_with_many_translations_stays_in_train(self):
        pairs = [("Hello.", f"t{n}") for n in range(5)] + [(f"s{n}", f"u{n}") for n in range(5)]
        self.assertEqual(split(pairs, 10), (list(range(5)), list(range(5, 10))))


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


class BreakingHandler(QuietHandler):
    """Promises more bytes than it sends."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"short")


class GetData(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="nmt-get-data-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.home = self.folder / "home"
        self.home.mkdir()
        self.clone = self.folder / "clone"
        (self.clone / "scripts").mkdir(parents=True)
        for name in ("get-data", "split_pairs.py"):
            shutil.copy(SOURCE_DIR / "scripts" / name, self.clone / "scripts")

    def serve(self, handler=QuietHandler):
        """Serves self.home on a free port of 127.0.0.1; returns the address."""
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=self.home))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return f"http://127.0.0.1:{server.server_port}"

    def get_data(self, *arguments, **variables):
        environment = {**os.environ, "no_proxy": "127.0.0.1", "PYTHONDONTWRITEBYTECODE": "1", **variables}
        command = [sys.executable, self.clone / "scripts" / "get-data", *arguments]
        done = subprocess.run(command, env=environment, cwd=self.folder, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True)
        return done.returncode, done.stdout, done.stderr

    def read(self, name):
        return (self.clone / "data" / name).read_bytes()

    def write_multi30k(self, folder, suffix=".gz"):
        pack = gzip.compress if suffix else bytes
        for part in ("train", "val", "test_2016_flickr"):
            for language in LANGUAGES:
                (folder / f"{part}.{language}{suffix}").write_bytes(pack(f"{part} {language} é\nsecond\n".encode()))

    def write_tatoeba(self, rows, table="cmn.txt", archive="cmn-eng.zip"):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as writer:
            writer.writestr(table, "".join("\t".join(row) + "\n" for row in rows))
            writer.writestr("_about.txt", "terms of use\n")
        (self.home / archive).write_bytes(content.getvalue())

    def assert_nothing_left(self, name):
        self.assertFalse((self.clone / "data" / name).exists())

    def test_multi30k_comes_from_the_address_given_and_is_unpacked(self):
        self.write_multi30k(self.home)
        status, output, errors = self.get_data("multi30k", NMT_DATA_BASE_URL=self.serve())
        self.assertEqual(status, 0, errors)
        self.assertEqual(self.read("multi30k/train.de"), "train de é\nsecond\n".encode())
        self.assertEqual(len(list((self.clone / "data" / "multi30k").iterdir())), 9)
        self.assertIn("non-commercial", output)

    def test_what_is_there_is_not_fetched_again(self):
        self.write_multi30k(self.home)
        address = self.serve()
        self.assertEqual(self.get_data("multi30k", "--base-url", address)[0], 0)
        shutil.rmtree(self.home)
        status, output, _ = self.get_data("multi30k", "--base-url", address)
        self.assertEqual(status, 0)
        self.assertIn("there already", output)

    def test_tatoeba_is_split_without_a_sentence_on_both_sides_and_always_alike(self):
        rows = [(f"Sentence {n}.", f"句子{n}。", f"authors {n}") for n in range(100)]
        # Chains over either side, also by case and punctuation alone.
        rows += [("Hi!", f"嗨{n}。", "a") for n in range(7)] + [("hi", "你好。", "b"), ("Hello.", "你好！", "c")]
        self.write_tatoeba(rows)
        address = self.serve()
        self.assertEqual(self.get_data("tatoeba-zh-en", "--base-url", address)[0], 0)
        first = {name: self.read(f"tatoeba-zh-en/{name}") for name in ("train.en", "train.zh", "dev.en", "dev.zh")}
        lines = {name: content.decode().split("\n")[:-1] for name, content in first.items()}
        self.assertEqual(len(lines["dev.en"]), len(rows) // 10)
        pairs = [*zip(lines["train.en"], lines["train.zh"]), *zip(lines["dev.en"], lines["dev.zh"])]
        self.assertEqual(sorted(pairs), sorted(row[:2] for row in rows))
        plain = str.maketrans("", "", ".!。！")
        for language in ("en", "zh"):
            train, dev = ({line.lower().translate(plain) for line in lines[f"{part}.{language}"]}
                          for part in ("train", "dev"))
            self.assertFalse(train & dev)
        self.assertNotIn("Hello.", lines["dev.en"])  # its group of nine is too large for dev
        authors = dict((row[:2], row[2]) for row in rows)
        attributions = self.read("tatoeba-zh-en/dev.attribution").decode().split("\n")[:-1]
        self.assertEqual(attributions, [authors[pair] for pair in zip(lines["dev.en"], lines["dev.zh"])])
        shutil.rmtree(self.clone / "data")
        self.write_tatoeba(rows[::-1])  # the same split when the table comes in another order
        self.assertEqual(self.get_data("tatoeba-zh-en", "--base-url", address)[0], 0)
        self.assertEqual(sorted(self.read("tatoeba-zh-en/dev.zh").split(b"\n")), sorted(first["dev.zh"].split(b"\n")))

    def test_an_old_table_without_attribution_is_read(self):
        self.write_tatoeba([(f"s {n}", f"p {n}") for n in range(20)], "fra.txt", "fra-eng.zip")
        self.assertEqual(self.get_data("tatoeba-fr-en", "--base-url", self.serve())[0], 0)
        self.assertEqual(self.read("tatoeba-fr-en/dev.fr").count(b"\n"), 2)

    def test_a_folder_is_taken_as_it_is_plain_or_packed(self):
        for suffix in ("", ".gz"):
            source = self.folder / f"source{suffix}"
            source.mkdir()
            self.write_multi30k(source, suffix)
            (source / "README.md").write_text("stays there")
            status, _, errors = self.get_data("multi30k", "--from", source)
            self.assertEqual(status, 0, errors)
            self.assertEqual(self.read("multi30k/test_2016_flickr.fr"), "test_2016_flickr fr é\nsecond\n".encode())
            self.assertEqual(len(list((self.clone / "data" / "multi30k").iterdir())), 9)
            shutil.rmtree(self.clone / "data")

    def test_a_failed_download_says_what_failed_and_the_other_way_and_leaves_nothing(self):
        self.write_multi30k(self.home)
        (self.home / "val.fr.gz").unlink()
        address = self.serve()
        status, _, errors = self.get_data("multi30k", "--base-url", address)
        self.assertEqual(status, 2)
        self.assertIn(f"{address}/val.fr.gz: ", errors)
        self.assertIn("scripts/get-data multi30k --from DIR", errors)
        self.assert_nothing_left("multi30k")

    def test_a_download_that_breaks_off_is_an_error(self):
        status, _, errors = self.get_data("multi30k", "--base-url", self.serve(BreakingHandler))
        self.assertEqual(status, 2, errors)
        self.assertIn("train.en.gz", errors)
        self.assert_nothing_left("multi30k")

    def test_a_broken_archive_is_an_error(self):
        self.write_multi30k(self.home)
        whole = (self.home / "val.de.gz").read_bytes()
        (self.home / "val.de.gz").write_bytes(whole[:-6])
        status, _, errors = self.get_data("multi30k", "--base-url", self.serve())
        self.assertEqual(status, 2)
        self.assertIn("val.de.gz: no whole gzip file", errors)
        (self.home / "val.de.gz").write_bytes(whole[:10] + bytes([whole[10] ^ 0xFF]) + whole[11:])
        status, _, errors = self.get_data("multi30k", "--base-url", self.serve())
        self.assertEqual(status, 2)
        self.assertIn("val.de.gz: no whole gzip file", errors)
        (self.home / "cmn-eng.zip").write_bytes(b"<html>not found</html>")
        status, _, errors = self.get_data("tatoeba-zh-en", "--base-url", self.serve())
        self.assertEqual(status, 2)
        self.assertIn("cmn-eng.zip: no zip file", errors)

    def test_a_folder_that_holds_no_corpus_is_refused_and_an_old_one_stays_whole(self):
        source = self.folder / "source"
        source.mkdir()
        self.write_multi30k(source, "")
        self.assertEqual(self.get_data("multi30k", "--from", source)[0], 0)
        before = self.read("multi30k/train.en")
        (source / "train.en").write_text("one\ntwo\nthree\n")
        status, _, errors = self.get_data("multi30k", "--from", source)
        self.assertEqual(status, 2)
        self.assertIn("different line counts: train.de 2, train.en 3, train.fr 2", errors)
        self.assertEqual(self.read("multi30k/train.en"), before)
        for language in LANGUAGES:
            (source / f"train.{language}").unlink()
        self.assertIn("no train.en and no train.de", self.get_data("multi30k", "--from", source)[2])
        status, _, errors = self.get_data("tatoeba-fr-en", "--from", self.folder / "nowhere")
        self.assertEqual(status, 2)
        self.assertIn("nowhere: no such folder", errors)
        self.assert_nothing_left("tatoeba-fr-en")

    def test_an_unknown_corpus_is_the_users_mistake(self):
        status, _, errors = self.get_data("multi30")
        self.assertEqual(status, 2)
        self.assertIn("multi30k", errors)


if __name__ == "__main__":
    sys.exit(unittest.main())
