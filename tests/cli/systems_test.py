"""Every config of configs/ trains for a few updates and translates."""

import glob
import os
import unittest

import programs
from programs import Folder, run

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CONFIGS = sorted(glob.glob(os.path.join(ROOT, "configs", "systems", "*.yaml"))) + [
    os.path.join(ROOT, "configs", name) for name in ("quickstart.yaml", "template.yaml", "multi30k-en-de.yaml", "tatoeba-zh-en.yaml")]


class Systems(Folder):
    def test_each_trains_and_translates(self):
        self.assertGreater(len(CONFIGS), 20)
        for config in CONFIGS:
            name = os.path.basename(config)[:-5]
            with self.subTest(name):
                model = self.path(name)
                run("nmt-train", config, "--quiet", *self.set(
                    output=model, device="cpu", data__train_src=self.path("train.en"), data__train_tgt=self.path("train.fr"),
                    data__dev_src=self.path("dev.en"), data__dev_tgt=self.path("dev.fr"), text__size=120,
                    train__max_updates=4, train__batch_tokens=300, validate__every_updates=0,
                    model__encoder__hidden=64, model__decoder__hidden=64))
                output, _ = run("nmt-translate", "--model", model, "--checkpoint", "last", "--max-length", 20,
                                stdin="the red cat sees two cats .\n\nthe dog\n")
                self.assertEqual(output.count("\n"), 3)


if __name__ == "__main__":
    unittest.main(verbosity=2)
