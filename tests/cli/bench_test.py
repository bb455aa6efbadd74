"""nmt-bench as a user meets it."""

import json
import os
import unittest

import programs
from programs import run


class BenchTest(programs.Folder):
    def bench(self, *arguments, **options):
        return run("nmt-bench", self.config, "--updates", 3, "--warmup", 1, *arguments, **options)

    def report(self):
        return json.loads(self.read("report.json"))

    def test_training_is_measured_without_a_model_and_leaves_nothing_behind(self):
        before = sorted(os.listdir(self.folder))
        out, err = self.bench("--json", self.path("report.json"))
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(before + ["report.json"]))
        self.assertIn("decoding is not measured", err)
        report = self.report()
        self.assertEqual(report["training"]["updates"], 3)
        self.assertGreater(report["training"]["tgt_tokens/s"], 0)
        self.assertGreater(report["matrix_product"]["fp32_1024_GFLOP/s"], 0)
        self.assertIn("tgt_tokens/s", out)

    def test_a_trained_model_is_decoded_and_not_changed(self):
        self.train("--quiet")
        names = sorted(os.listdir(self.path("model")))
        weights = self.read("model/best.safetensors")
        self.bench("--json", self.path("report.json"), "--parts", "decoding")
        report = self.report()
        self.assertNotIn("training", report)
        self.assertEqual(len(report["decoding"]), 6)
        for figures in report["decoding"].values():
            self.assertGreater(figures["output_tokens/s"], 0)
        self.assertGreater(report["start_up"]["empty_input_s"], 0)
        self.assertEqual(sorted(os.listdir(self.path("model"))), names)
        self.assertEqual(self.read("model/best.safetensors"), weights)

    def test_weights_of_another_shape_do_not_cost_the_other_figures(self):
        self.train("--quiet")
        _, err = self.bench("--json", self.path("report.json"), "--set", "model.decoder.hidden=64")
        self.assertIn("decoding is not measured", err)
        self.assertIn("shape", err)
        self.assertEqual(self.report()["training"]["updates"], 3)
        self.assertNotIn("decoding", self.report())

    def test_ratios_to_an_earlier_report(self):
        self.bench("--json", self.path("report.json"), "--lengths", 7, 6, "--parts", "training")
        out, _ = self.bench("--against", self.path("report.json"), "--lengths", 7, 6, "--parts", "training")
        line = next(line for line in out.splitlines() if "tgt_tokens/s" in line)
        self.assertRegex(line, r"x \d+\.\d{3}$")

    def test_mistakes_end_with_2(self):
        for arguments in (["--updates", "0"], ["--parts", "everything"], ["--against", self.path("nowhere.json")],
                          ["--against", self.config], ["--lengths", "7"], ["--input", self.path("nowhere.txt")], ["--set", "modle.attention=dot"]):
            self.bench(*arguments, expect=2)


if __name__ == "__main__":
    unittest.main(verbosity=2)
