"""What sacrebleu prints for a case, through its Python API: its metrics, its significance tests, its tables."""

import argparse
import contextlib
import io
import os
import warnings

import reference  # noqa: F401  (before sacrebleu)
from sacrebleu.metrics import METRICS
from sacrebleu.significance import PairedTest
from sacrebleu.utils import print_results_table, print_single_results, smart_open

from case import PAIRED


class Undefined(Exception):
    """sacrebleu itself crashes on this case: nothing to compare with."""


def _read(folder, name):
    return [line.rstrip() for line in smart_open(os.path.join(folder, name))]


def _references(case, folder, names):
    if not case.has_tabs:
        return [_read(folder, name) for name in names]
    rows = [line.split("\t", len(case.references) - 1) for line in _read(folder, names[0])]
    assert all(len(row) == len(case.references) for row in rows), rows
    return [list(column) for column in zip(*rows)]


def _systems(case, folder, names, standard_input):
    """(name, lines) of each system, as the program reads and names them."""
    if names is not None:
        named = [(name, _read(folder, name)) for name in names]
    else:
        rows = [line.rstrip().split("\t") for line in io.TextIOWrapper(io.BytesIO(standard_input), encoding="utf-8")]
        assert all(len(row) == len(case.systems) for row in rows), rows
        # The first row's cells keep the white space at their ends.
        columns = zip(*(row if i == 0 else [cell.rstrip() for cell in row] for i, row in enumerate(rows)))
        named = [(f"System {i + 1}", list(column)) for i, column in enumerate(columns)]
    if case.mode in PAIRED:
        if names is None:
            named = [(f"System {i}", lines) for i, (_, lines) in enumerate(named)]
        named[0] = ("Baseline" if names is None else f"Baseline: {named[0][0]}", named[0][1])
    return named


def _print_sentences(case, metric, hypotheses, references):
    for hypothesis, *row in zip(hypotheses, *references):
        score = metric.sentence_score(hypothesis, row)
        print(score.format(case.width, case.is_score_only, metric.get_signature().format(case.is_short)))


def _print_scores(case, metrics, hypotheses, arguments):
    is_json = case.form == "json"
    results = []
    for name in sorted(metrics):
        score = metrics[name].corpus_score(hypotheses, None, n_bootstrap=case.trials if case.mode == "confidence" else 1)
        signature = metrics[name].get_signature().format(case.is_short and not is_json)
        results.append(score.format(case.width, case.is_score_only, signature, is_json))
    print_single_results(results, arguments)


def _print_table(case, metrics, systems, arguments):
    if case.mode in PAIRED:
        signatures, scores = PairedTest(systems, metrics, None, case.mode[-2:], case.trials)()
        signatures = {name: signature.format(case.is_short) for name, signature in signatures.items()}
    else:
        signatures, scores = {}, {"System": [name for name, _ in systems]}
        for _, hypotheses in systems:
            for name in sorted(metrics):
                score = metrics[name].corpus_score(hypotheses, None)
                signatures[score.name] = metrics[name].get_signature().format(case.is_short)
                scores.setdefault(score.name, []).append(score.format(case.width, True))
    print_results_table(scores, signatures, arguments)


def expected_output(case, folder, reference_names, system_names, standard_input):
    """The bytes of standard output. Throws Undefined."""
    references = _references(case, folder, reference_names)
    systems = _systems(case, folder, system_names, standard_input)
    options = {name: dict(case.arguments[name]) for name in case.metrics}
    if case.mode == "sentence" and "bleu" in options:
        options["bleu"]["effective_order"] = True
    arguments = argparse.Namespace(format=case.form, width=case.width, paired_bs=case.mode == "paired-bs",
                                   paired_ar=case.mode == "paired-ar", paired_bs_n=case.trials, paired_ar_n=case.trials)
    os.environ["SACREBLEU_SEED"] = case.seed
    output = io.StringIO()
    try:
        with contextlib.redirect_stdout(output), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            metrics = {name: METRICS[name](references=references, **options[name.lower()])
                       for name in map(str.upper, case.metrics)}
            if case.mode == "sentence":
                _print_sentences(case, metrics[case.metrics[0].upper()], systems[0][1], references)
            elif len(systems) == 1:
                _print_scores(case, metrics, systems[0][1], arguments)
            else:
                _print_table(case, metrics, systems, arguments)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError) as error:
        raise Undefined(f"{type(error).__name__}: {error}") from error
    finally:
        del os.environ["SACREBLEU_SEED"]
    return output.getvalue().encode("utf-8")
