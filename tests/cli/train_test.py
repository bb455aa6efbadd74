"""nmt-train as a user meets it: a training, its directory, resumption, signals, and mistakes."""

import json
import os
import shutil
import signal
import subprocess
import time
import unittest

import programs
from programs import Folder, run


def numbers(data):
    """The tensors of a safetensors file, without its header, in which the time stands."""
    return data[int.from_bytes(data[:8], "little") + 8:]


class Training(Folder):
    def events(self, kind):
        lines = self.read("model/log.jsonl").decode().splitlines()
        return [event for event in map(json.loads, lines) if event["event"] == kind]

    def test_leaves_a_directory_that_anyone_can_look_into(self):
        self.train()
        found = set(os.listdir(self.path("model"))) - {"cache"}
        self.assertEqual(found, {"config.yaml", "src.model", "tgt.model", "best.safetensors", "last.safetensors",
                                 "last.state", "log.jsonl"})
        self.assertEqual([event["update"] for event in self.events("validation")], [30, 60])
        self.assertIn("max_updates", self.events("finish")[0]["reason"])
        try:
            from safetensors.numpy import load_file
        except ImportError:
            return
        weights = load_file(self.path("model/best.safetensors"))
        self.assertEqual(weights["decoder.output_weight"].shape, (40, 48))

    def check_logged_bleu(self):
        logged = self.events("validation")[-1]["bleu"]
        with open(self.path("dev.en"), encoding="utf-8") as dev:
            output, _ = run("nmt-translate", "--model", self.path("model"), "--checkpoint", "last", stdin=dev.read())
        programs.write(self.path("out.fr"), output)
        scored, _ = run("nmt-eval", self.path("dev.fr"), "-i", self.path("out.fr"), "-w", "14", "-b")
        self.assertEqual(round(logged, 14), float(scored))

    def test_logged_bleu_is_that_of_the_shortlist(self):
        _, message = self.train("--set", "search.shortlist=2", "--set", "text.size=60")
        self.assertIn("lexicon.tsv", message)
        self.check_logged_bleu()
        _, message = self.train("--restart", "--set", "text.size=60", "--quiet")
        self.assertFalse(os.path.exists(self.path("model/lexicon.tsv")))
        self.train("--set", "text.size=60", "--set", "search.shortlist=2", "--set", "train.max_updates=90", expect=2)

    def test_logged_bleu_is_what_translate_and_eval_give(self):
        self.train()
        self.check_logged_bleu()

    def test_two_fresh_runs_give_equal_weights(self):
        self.train()
        once = self.read("model/last.safetensors")
        self.train(*self.set(output=self.path("again")))
        self.assertEqual(numbers(once), numbers(self.read("again/last.safetensors")))

    def test_says_when_it_is_finished_and_goes_on_under_a_higher_limit(self):
        self.train()
        _, message = self.train()
        self.assertIn("finished", message)
        self.train(*self.set(train__max_updates=90))
        self.assertEqual(self.events("finish")[-1]["update"], 90)
        self.assertEqual(self.events("start")[-1]["resumed_update"], 60)

    def test_resumes_where_it_stopped_as_if_it_had_not(self):
        for decay in (0, 0.95):
            straight, twice = (self.set(output=self.path(f"{name}-{decay}"), train__average_decay=decay)
                               for name in ("straight", "twice"))
            self.train(*straight, *self.set(train__max_updates=90))
            self.train(*twice, *self.set(train__max_updates=60))
            self.train(*twice, *self.set(train__max_updates=90))
            for name in ("last.safetensors", "best.safetensors", "last.state"):
                self.assertEqual(numbers(self.read(f"straight-{decay}/{name}")), numbers(self.read(f"twice-{decay}/{name}")))

    def test_averaged_weights_are_what_is_validated_and_saved_and_leave_the_training_alone(self):
        self.train()
        plain, loss = self.read("model/last.safetensors"), self.events("update")[-1]["loss"]
        self.train("--restart", *self.set(train__average_decay=0.95))
        self.assertEqual(loss, self.events("update")[-1]["loss"])
        self.assertNotEqual(numbers(plain), numbers(self.read("model/last.safetensors")))
        self.check_logged_bleu()
        self.train("--allow-change", *self.set(train__average_decay=0, train__max_updates=90))
        self.train("--allow-change", *self.set(train__average_decay=0.95, train__max_updates=120))
        self.check_logged_bleu()

    def test_refuses_changed_settings_and_shows_them(self):
        self.train()
        _, message = self.train(*self.set(train__learning_rate=0.5, train__max_updates=70), expect=2)
        self.assertIn("train.learning_rate: 0.01 -> 0.5", message)
        self.assertNotIn("max_updates:", message)
        self.train("--allow-change", *self.set(train__learning_rate=0.005, train__max_updates=70))

    def test_refuses_a_corpus_that_has_changed(self):
        self.train()
        longer = self.set(train__max_updates=70)
        for side, line in (("en", "the red cat sees one dog ."), ("fr", "le chat rouge voit one chien .")):
            with open(self.path(f"train.{side}"), "a", encoding="utf-8") as file:
                file.write(line + "\n")
        _, message = self.train(*longer, expect=2)
        self.assertIn("the training corpus has changed", message)
        _, message = self.train("--allow-change", *longer)
        self.assertIn("the training corpus has changed", message)
        self.train(*self.set(train__max_updates=80))

    def test_another_metric_or_dev_set_begins_a_new_best(self):
        def goes_on_with_a_new_best(*arguments):
            self.train(*arguments, expect=2)
            self.assertIn("begins a new best", self.train("--allow-change", *arguments)[1])
            self.assertTrue(self.events("validation")[-1]["is_best"])

        self.train()
        self.assertGreater(self.events("validation")[-1]["bleu"], 0)
        # A finished training stays as it is, whatever it is asked to become.
        _, message = self.train("--allow-change", *self.set(validate__metric="loss"))
        self.assertIn("finished", message)
        self.train()
        # No BLEU of such references is higher than the one before, and no perplexity is lower than that BLEU.
        programs.write(self.path("dev.fr"), "x y z\n" * 20)
        goes_on_with_a_new_best(*self.set(train__max_updates=70))
        goes_on_with_a_new_best(*self.set(train__max_updates=80, validate__metric="perplexity"))
        self.train(*self.set(train__max_updates=90, validate__metric="perplexity"))

    def test_settings_that_the_weights_do_not_fit_change_nothing(self):
        self.train()
        before = self.read("model/config.yaml")
        for change, part in ((self.set(model__decoder__hidden=64), "shape"), (self.set(text__size=30), "settled")):
            _, message = self.train("--allow-change", *change, *self.set(train__max_updates=70), expect=2)
            self.assertIn(part, message)
            self.assertEqual(before, self.read("model/config.yaml"))
        self.assertNotEqual(run("nmt-translate", "--model", self.path("model"), stdin="the cat\n")[0], "")

    def test_a_training_without_its_state_is_not_overwritten(self):
        self.train()
        os.remove(self.path("model/last.state"))
        _, message = self.train(expect=2)
        self.assertIn("no last.state", message)
        self.assertTrue(os.path.exists(self.path("model/best.safetensors")))

    def test_restart_begins_anew(self):
        self.train()
        programs.write(self.path("model/hypotheses.txt"), "x")  # what a user keeps there does not stand in the way
        dead, alive = f"model/last.state.tmp-{2 ** 22 + 1}-0", f"model/last.state.tmp-{os.getpid()}-0"
        for name in (dead, alive, "model/config.yaml.tmp-old"):
            programs.write(self.path(name), "x")
        self.train("--restart")
        self.assertEqual([event["resumed_update"] for event in self.events("start")], [0])
        self.assertTrue(os.path.exists(self.path("model/hypotheses.txt")))
        self.assertFalse(os.path.exists(self.path(dead)))  # of a process that was killed
        self.assertTrue(os.path.exists(self.path(alive)))
        self.assertTrue(os.path.exists(self.path("model/config.yaml.tmp-old")))

    def test_a_resumption_removes_what_a_killed_process_left_and_needs_no_model_file_but_its_own(self):
        self.train()
        given = self.path("given.model")
        shutil.copy(self.path("model/src.model"), given)
        arguments = self.set(output=self.path("second"), text__src_model=given)
        self.train(*arguments)
        os.remove(given)
        programs.write(self.path(f"second/last.state.tmp-{2 ** 22 + 1}-0"), "x")
        self.train(*arguments, *self.set(train__max_updates=70))
        self.assertFalse(os.path.exists(self.path(f"second/last.state.tmp-{2 ** 22 + 1}-0")))
        self.assertIn("given.model", self.train(*arguments, "--restart", expect=2)[1])
        own = self.set(output=self.path("second"), text__src_model=self.path("second/src.model"))
        self.assertIn("copy it elsewhere", self.train(*own, "--restart", expect=2)[1])
        self.assertTrue(os.path.exists(self.path("second/best.safetensors")))

    def test_weights_whose_vocabulary_is_gone_are_not_given_another(self):
        self.train()
        os.remove(self.path("model/tgt.model"))
        _, message = self.train(*self.set(train__max_updates=70), expect=2)
        self.assertIn("tgt.model is missing", message)

    def test_another_optimizer_starts_with_moments_of_its_own(self):
        self.train()
        _, message = self.train("--allow-change", *self.set(train__optimizer="sgd", train__momentum=0.9,
                                                            train__max_updates=70))
        self.assertIn("the moments of adam mean nothing to sgd with momentum", message)

    def test_a_signal_saves_and_ends_with_its_number(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            shutil.rmtree(self.path("model"), ignore_errors=True)
            process = subprocess.Popen([os.path.join(programs.BIN, "nmt-train"), self.config,
                                        *self.set(train__max_updates=1000000)], stderr=subprocess.DEVNULL)
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and not os.path.exists(self.path("model/last.state")):
                time.sleep(0.05)
            process.send_signal(number)
            self.assertEqual(process.wait(timeout=60), 128 + number)
            saved = self.events("checkpoint")[-1]["update"]
            _, message = self.train("--quiet", *self.set(train__max_updates=saved + 1))
            self.assertEqual(self.events("start")[-1]["resumed_update"], saved)

    def test_an_infinite_loss_names_update_lines_and_checkpoint(self):
        diverging = self.set(train__learning_rate=100, train__optimizer="sgd", train__clip_norm=0, train__weight_decay=1)
        _, message = self.train(*diverging, *self.set(validate__every_updates=1000, train__save_every_updates=1), expect=2)
        for part in ("at update ", "training lines ", "last.safetensors"):
            self.assertIn(part, message)
        _, message = self.train("--restart", *diverging, *self.set(validate__every_updates=1), expect=2)
        for part in ("dev set", "after update ", "last.safetensors"):
            self.assertIn(part, message)

    def test_a_bad_config_ends_with_2_and_creates_nothing(self):
        for change in (self.set(train__learning_rat=1), self.set(data__train_src=self.path("nothing")),
                       self.set(model__attention="dot", model__encoder__hidden=50), self.set(device="cuda:99")):
            _, message = self.train(*change, expect=2)
            self.assertIn("error", message)
            self.assertFalse(os.path.exists(self.path("model")), message)

    def test_a_folder_of_somebody_else_is_left_alone(self):
        os.mkdir(self.path("model"))
        programs.write(self.path("model/thesis.tex"), "x")
        for arguments in ([], ["--restart"]):
            _, message = self.train(*arguments, expect=2)
            self.assertIn("thesis.tex", message)

    def test_a_config_of_the_user_s_own_in_the_output_folder_is_left_alone(self):
        os.mkdir(self.path("model"))
        shutil.copy(self.config, self.path("model/config.yaml"))
        for arguments in ([], ["--restart"]):
            _, message = run("nmt-train", self.path("model/config.yaml"), *arguments, expect=2)
            self.assertIn("holds config.yaml but no training", message)
        self.assertEqual(self.read("model/config.yaml"), self.read("config.yaml"))

    def test_files_of_other_programs_and_edited_copies_of_a_config_are_left_alone(self):
        self.train()
        os.mkdir(self.path("other"))
        edited = self.read("model/config.yaml").decode().replace(self.path("model"), self.path("other")) + "# mine\n"
        programs.write(self.path("other/config.yaml"), edited)
        _, message = run("nmt-train", self.path("other/config.yaml"), expect=2)
        self.assertIn("holds config.yaml but no training", message)
        os.remove(self.path("other/config.yaml"))
        programs.write(self.path("other/best.safetensors"), "of another program")
        _, message = self.train("--restart", *self.set(output=self.path("other")), expect=2)
        self.assertIn("holds best.safetensors but no training", message)
        os.rename(self.path("other/best.safetensors"), self.path(f"other/config.yaml.tmp-{2 ** 22 + 1}-0"))
        self.train(*self.set(output=self.path("other")))

    def test_quiet_prints_nothing_and_standard_output_stays_empty(self):
        output, message = self.train("--quiet")
        self.assertEqual((output, message), ("", ""))

    def test_damaged_checkpoints_are_named(self):
        self.train()
        whole = self.read("model/last.state")
        with open(self.path("model/last.state"), "wb") as file:
            file.write(whole[:len(whole) // 2])
        _, message = self.train(*self.set(train__max_updates=70), expect=2)
        self.assertIn("last.state", message)
        with open(self.path("model/best.safetensors"), "r+b") as file:
            file.truncate(100)
        _, message = run("nmt-translate", "--model", self.path("model"), stdin="x\n", expect=2)
        self.assertIn("best.safetensors", message)

    def test_best_weights_that_are_not_ours_are_named(self):
        self.train()
        data = self.read("model/best.safetensors")
        with open(self.path("model/best.safetensors"), "wb") as file:
            file.write(data.replace(b'"nmt_format"', b'"xmt_format"').replace(b'"progress"', b'"xrogress"'))
        _, message = self.train(*self.set(train__max_updates=70), expect=2)
        self.assertIn("best.safetensors: not written by nmt-train", message)

    def test_an_output_that_takes_nothing_is_an_error(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([os.path.join(programs.BIN, "nmt-train"), self.config, "--dump-config"], stdout=full,
                                  stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"standard output", done.stderr)

    def test_a_newer_format_is_refused(self):
        self.train()
        data = self.read("model/best.safetensors")
        self.assertIn(b'"nmt_format":"1"', data)
        with open(self.path("model/best.safetensors"), "wb") as file:
            file.write(data.replace(b'"nmt_format":"1"', b'"nmt_format":"9"'))
        _, message = run("nmt-translate", "--model", self.path("model"), stdin="x\n", expect=2)
        self.assertIn("format version 9 is newer", message)


if __name__ == "__main__":
    unittest.main(verbosity=2)
