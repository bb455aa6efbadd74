#include "report/progress_printer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include "catch.h"
#include "report/display_text.h"

using namespace nmt;

namespace {

TrainingSummary small_summary() {
    TrainingSummary summary;
    summary.output = "runs/toy";
    summary.parameters = {{"embeddings", 512000}, {"encoder", 1234567}, {"attention", 7}};
    summary.src_vocabulary = 8000;
    summary.tgt_vocabulary = 999;
    summary.pairs = 29000;
    summary.blank_pairs = 12;
    summary.long_pairs = 1003;
    summary.padding_share = 0.0449;
    summary.updates_per_epoch = 227;
    summary.threads = 2;
    summary.device = "cpu";
    summary.precision = "float32";
    return summary;
}

UpdateReport small_update() {
    UpdateReport report;
    report.epoch = 3;
    report.update = 1250;
    report.loss = 2.34567;
    report.src_tokens_per_second = 12345.6;
    report.tgt_tokens_per_second = 987.2;
    report.learning_rate = 0.001;
    report.gradient_norm = 0.8712;
    report.eta_seconds = 3675;
    return report;
}

ValidationReport small_validation() {
    ValidationReport report;
    report.epoch = 3;
    report.update = 1250;
    report.loss = 1.23456;
    report.perplexity = 3.4368;
    report.bleu = 38.514;
    report.best = 39.0249;
    report.metric = "bleu";
    report.seconds = 12.34;
    return report;
}

const std::string whole_line =
    "epoch 3 | update 1,250 | loss 2.3457 | src 12,346 tok/s | tgt 987 tok/s | lr 0.001 | norm 0.871 | ETA 1:01:15";

}  // namespace

TEST_CASE("the start is a summary of parameters, vocabularies, pairs, batches and machine") {
    std::ostringstream out;
    ProgressPrinter printer({out});
    printer.on_start(small_summary());
    CHECK(out.str() ==
          "model       runs/toy\n"
          "parameters\n"
          "  embeddings    512,000\n"
          "  encoder     1,234,567\n"
          "  attention           7\n"
          "  total       1,746,574\n"
          "vocabulary  source 8,000, target 999 pieces\n"
          "pairs       29,000 kept; skipped: 12 blank, 1,003 over-long\n"
          "batches     227 updates an epoch, 4.5 % padding\n"
          "running on  cpu, 2 threads, float32\n");
}

TEST_CASE("a resumed training says where it goes on") {
    std::ostringstream out;
    ProgressPrinter printer({out});
    TrainingSummary summary = small_summary();
    summary.resumed_update = 1200;
    summary.threads = 1;
    printer.on_start(summary);
    CHECK_THAT(out.str(), Catch::Matchers::Contains("resumed     at update 1,200\n"));
    CHECK_THAT(out.str(), Catch::Matchers::Contains("cpu, 1 thread, float32\n"));
}

TEST_CASE("without a terminal every report is a plain line, whatever the width") {
    std::ostringstream out;
    ProgressPrinter printer({out, false, [] { return 20; }});
    printer.on_update(small_update());
    printer.on_update(small_update());
    CHECK(out.str() == whole_line + "\n" + whole_line + "\n");
}

TEST_CASE("on a terminal one line is rewritten in place and wiped before other messages") {
    std::ostringstream out;
    ProgressPrinter printer({out, true, [] { return 200; }});
    printer.on_update(small_update());
    printer.on_update(small_update());
    CHECK(out.str() == "\r" + whole_line + "\x1b[K\r" + whole_line + "\x1b[K");
    out.str("");
    printer.on_validation(small_validation());
    CHECK(out.str().rfind("\r\x1b[Kvalidation | ", 0) == 0);
    out.str("");
    printer.clear_line();  // nothing stands there any more
    CHECK(out.str().empty());
}

TEST_CASE("a line left on the terminal is ended when the training is left by an exception") {
    std::ostringstream out;
    {
        ProgressPrinter printer({out, true, {}});
        printer.on_update(small_update());
    }
    CHECK(out.str().back() == '\n');
}

TEST_CASE("a progress line never fills the terminal's width") {
    for (int width = 1; width <= 130; ++width) {
        std::ostringstream out;
        ProgressPrinter printer({out, true, [width] { return width; }});
        printer.on_update(small_update());
        const std::string text = out.str();
        const std::size_t shown = text.size() - std::string("\r\x1b[K").size();
        INFO(text);
        CHECK(shown <= static_cast<std::size_t>(std::max(1, width - 1)));
    }
}

TEST_CASE("a narrow progress line keeps loss and ETA longest") {
    CHECK(progress_line(small_update(), 0) == whole_line);
    CHECK(progress_line(small_update(), 109) == whole_line);
    CHECK(progress_line(small_update(), 100) ==
          "epoch 3 | update 1,250 | loss 2.3457 | src 12,346 tok/s | tgt 987 tok/s | lr 0.001 | ETA 1:01:15");
    CHECK(progress_line(small_update(), 79) == "epoch 3 | update 1,250 | loss 2.3457 | tgt 987 tok/s | ETA 1:01:15");
    CHECK(progress_line(small_update(), 50) == "epoch 3 | update 1,250 | loss 2.3457 | ETA 1:01:15");
    CHECK(progress_line(small_update(), 12) == "epoch 3 | up");
}

TEST_CASE("odd numbers do not break a progress line") {
    UpdateReport report;
    report.epoch = report.update = 1;
    report.loss = std::nan("");
    report.src_tokens_per_second = std::numeric_limits<double>::infinity();
    report.tgt_tokens_per_second = std::nan("");
    report.gradient_norm = 123456;
    report.eta_seconds = -1;
    CHECK(progress_line(report, 0) ==
          "epoch 1 | update 1 | loss nan | src ? tok/s | tgt ? tok/s | lr 0 | norm 1.23e+05 | ETA ?");
}

TEST_CASE("a validation shows its figures, the best mark, and every sample on lines of its own") {
    std::ostringstream out;
    ProgressPrinter printer({out});
    ValidationReport report = small_validation();
    printer.on_validation(report);
    report.is_best = true;
    report.samples = {{"je suis \xC3\xA9tudiant", "I am\na student\x1b[2J", "I am a student"}};
    printer.on_validation(report);
    CHECK(
        out.str() ==
        "validation | epoch 3 | update 1,250 | loss 1.2346 | perplexity 3.44 | BLEU 38.51 | best BLEU 39.02 | 12.3 s\n"
        "validation | epoch 3 | update 1,250 | loss 1.2346 | perplexity 3.44 | BLEU 38.51 | * best | 12.3 s\n"
        "  source       je suis \xC3\xA9tudiant\n"
        "  translation  I am a student [2J\n"
        "  reference    I am a student\n");
}

TEST_CASE("the end says why, when, and what was best") {
    std::ostringstream out;
    ProgressPrinter printer({out});
    printer.on_checkpoint("runs/toy/last.safetensors", 1500);
    printer.on_finish({"reached train.max_updates = 1500", 1500, 1250, 39.0249, "bleu", 75});
    CHECK(out.str() ==
          "finished after 1,500 updates in 1:15: reached train.max_updates = 1500 | best BLEU 39.02 at update 1,250\n");
}

TEST_CASE("a quiet printer prints nothing") {
    std::ostringstream out;
    {
        ProgressPrinter printer({out, true, {}, true});
        printer.on_start(small_summary());
        printer.on_update(small_update());
        printer.on_validation(small_validation());
        printer.on_finish({});
    }
    CHECK(out.str().empty());
}

TEST_CASE("numbers read well") {
    CHECK(with_thousands(0) == "0");
    CHECK(with_thousands(999) == "999");
    CHECK(with_thousands(1000) == "1,000");
    CHECK(with_thousands(-123456) == "-123,456");
    CHECK(with_thousands(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
    CHECK(clock_text(0) == "0:00");
    CHECK(clock_text(59.6) == "1:00");
    CHECK(clock_text(3599) == "59:59");
    CHECK(clock_text(3600) == "1:00:00");
    CHECK(clock_text(360000) == "100:00:00");
    CHECK(clock_text(-1) == "?");
    CHECK(clock_text(std::numeric_limits<double>::infinity()) == "?");
}
