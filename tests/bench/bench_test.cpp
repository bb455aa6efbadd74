#include <ATen/record_function.h>
#include <torch/types.h>

#include <chrono>
#include <thread>

#include "bench/bench_report.h"
#include "bench/made_up_data.h"
#include "bench/model_work.h"
#include "bench/section_times.h"
#include "bench/training_bench.h"
#include "catch.h"
#include "config/check_config.h"

using namespace nmt;

namespace {

/// Bidirectional LSTM 2 x 256, decoder LSTM 512, embeddings 256: the shape that speeds are quoted for.
Config reference_shape() {
    Config config;
    config.output = "unused";
    config.model.decoder.readout = 512;
    return resolve(config);
}

}  // namespace

TEST_CASE("the work of the reference shape is the sum of its matrices") {
    const auto work = model_work(reference_shape().model, 8000);
    // Two directions of [4 * 256, 256 + 256], and the keys [512, 512].
    CHECK(work.per_src_position == 2.0 * (2 * 1024 * 512 + 512 * 512));
    // Cell [4 * 512, 256 + 512 + 512], query [512, 512], readout [512, 512 + 512 + 256], output [8000, 512].
    CHECK(work.per_tgt_position == 2.0 * (2048 * 1280 + 512 * 512 + 512 * 1280 + 8000 * 512));
}

TEST_CASE("without attention there are no keys and no query, and after the cell the word is not read out") {
    auto config = reference_shape();
    config.model.attention = Attention::none;
    auto work = model_work(config.model, 8000);
    CHECK(work.per_src_position == 2.0 * 2 * 1024 * 512);
    CHECK(work.per_tgt_position == 2.0 * (2048 * 768 + 512 * 768 + 8000 * 512));
    config.model.attention = Attention::general;
    config.model.position = Position::after_cell;
    config.model.input_feeding = true;
    work = model_work(config.model, 8000);
    CHECK(work.per_src_position == 2.0 * (2 * 1024 * 512 + 512 * 512));
    CHECK(work.per_tgt_position == 2.0 * (2048 * 1280 + 512 * 1024 + 8000 * 512));
}

TEST_CASE("an inner section's time counts for the inner section only") {
    SectionTimes times;
    {
        RECORD_USER_SCOPE("outer");
        {
            RECORD_USER_SCOPE("inner");
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
    }
    const auto seconds = times.seconds();
    REQUIRE(seconds.size() == 2);
    CHECK(seconds[0].first == "outer");
    CHECK(seconds[1].first == "inner");
    CHECK(seconds[0].second >= 0);
    CHECK(seconds[1].second > 10 * seconds[0].second);
    times.reset();
    CHECK(times.seconds().empty());
}

TEST_CASE("a training's measure counts tokens, positions and work, and its sections add up") {
    auto config = reference_shape();
    config.model.encoder = {Cell::lstm, 1, 12, 6, true, false};
    config.model.decoder = {Cell::lstm, 1, 10, 7, 8};
    config.model.attention_size = 9;
    MadeUpData data(3, 5, 4, 21, 22, 1, torch::kCPU);
    const auto measure = measure_training(config, data, 21, 22, torch::kCPU, 2, 6);
    CHECK(measure.updates == 6);
    CHECK(measure.src_tokens == 6 * 3 * 5);
    CHECK(measure.tgt_tokens == 6 * 3 * 4);
    CHECK(measure.src_positions == 6 * 3 * 5);
    CHECK(measure.tgt_positions == 6 * 3 * 4);
    const auto work = model_work(config.model, 22);
    CHECK(measure.flops == Approx(3 * (90 * work.per_src_position + 72 * work.per_tgt_position)));
    double sum = 0;
    std::vector<std::string> names;
    for (const auto& [name, seconds] : measure.sections) {
        names.push_back(name);
        sum += seconds;
    }
    CHECK(sum == Approx(measure.seconds));
    for (const auto* name :
         {"data", "encoder", "attention", "cells", "output layer", "loss", "backward", "optimizer", "other"})
        CHECK(std::find(names.begin(), names.end(), name) != names.end());
}

TEST_CASE("a report shows its figures, and the ratio to another report's") {
    const BenchReport report{{"device", "cpu"}, {"training", {{"tgt_tokens/s", 3000.0}, {"update_ms", 12.5}}}};
    const BenchReport other{{"training", {{"tgt_tokens/s", 2000.0}}}};
    const auto text = bench_text(report, &other);
    CHECK(text.find("device") == 0);
    CHECK(text.find("3000") != std::string::npos);
    CHECK(text.find("x 1.500") != std::string::npos);
    CHECK(text.find("12.50") != std::string::npos);
    CHECK(bench_text(report, nullptr).find("x 1.5") == std::string::npos);
}
