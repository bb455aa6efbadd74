#include "report/jsonl_log.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/error.h"
#include "catch.h"
#include "temporary_folder.h"

using namespace nmt;
using nlohmann::json;
using nmt::read_file;
using nmt::TemporaryFolder;

namespace {

std::vector<json> parsed_lines(const std::string& path) {
    std::vector<json> lines;
    std::istringstream in(read_file(path));
    for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
    return lines;
}

}  // namespace

TEST_CASE("every event is one JSON object a line, with the numbers unrounded") {
    const TemporaryFolder folder;
    const std::string path = folder.file("log.jsonl");
    JsonlLog log(path);
    TrainingSummary summary;
    summary.output = "runs/toy";
    summary.parameters = {{"encoder", 5}, {"decoder", 8}};
    summary.padding_share = 1.0 / 3;
    log.on_start(summary);
    UpdateReport update;
    update.update = 1LL << 53;
    update.loss = 0.1 + 0.2;
    update.learning_rate = 5e-324;
    update.src_tokens_per_second = 1.0 / 3;
    update.eta_seconds = 12.5;
    log.on_update(update);
    ValidationReport validation;
    validation.bleu = 38.51234567890123;
    validation.is_best = true;
    validation.metric = "bleu";
    validation.samples = {{"a \"quoted\"\nline", "b\\", "c\t"}, {"1", "2", "3"}};
    log.on_validation(validation);
    log.on_checkpoint("runs/toy/last.safetensors", 7);
    log.on_finish({"reached train.max_updates = 7", 7, 6, 1.5, "loss", 2.25});

    const auto lines = parsed_lines(path);
    REQUIRE(lines.size() == 5);
    CHECK(lines[0]["event"] == "start");
    CHECK(lines[0]["parameters"] == json({{"encoder", 5}, {"decoder", 8}}));
    CHECK(lines[0]["total_parameters"] == 13);
    CHECK(lines[0]["padding_share"].get<double>() == 1.0 / 3);
    CHECK(lines[1]["event"] == "update");
    CHECK(lines[1]["update"].get<std::int64_t>() == 1LL << 53);
    CHECK(lines[1]["loss"].get<double>() == 0.1 + 0.2);
    CHECK(lines[1]["learning_rate"].get<double>() == 5e-324);
    CHECK(lines[1]["src_tokens_per_second"].get<double>() == 1.0 / 3);
    CHECK(lines[1]["eta_seconds"] == 12.5);
    CHECK(lines[2]["event"] == "validation");
    CHECK(lines[2]["bleu"].get<double>() == 38.51234567890123);
    CHECK(lines[2]["is_best"] == true);
    REQUIRE(lines[2]["samples"].size() == 2);
    CHECK(lines[2]["samples"][0]["source"] == "a \"quoted\"\nline");
    CHECK(lines[2]["samples"][1]["reference"] == "3");
    CHECK(lines[3] == json({{"event", "checkpoint"}, {"path", "runs/toy/last.safetensors"}, {"update", 7}}));
    CHECK(lines[4]["event"] == "finish");
    CHECK(lines[4]["best_update"] == 6);
    CHECK(lines[4]["elapsed_seconds"] == 2.25);
    CHECK(read_file(path).rfind("{\"event\":\"start\",", 0) == 0);
}

TEST_CASE("numbers that are not finite and unknown ETAs are null") {
    const TemporaryFolder folder;
    const std::string path = folder.file("log.jsonl");
    JsonlLog log(path);
    UpdateReport update;
    update.loss = std::nan("");
    update.gradient_norm = std::numeric_limits<double>::infinity();
    log.on_update(update);
    const auto lines = parsed_lines(path);
    REQUIRE(lines.size() == 1);
    CHECK(lines[0]["loss"].is_null());
    CHECK(lines[0]["gradient_norm"].is_null());
    CHECK(lines[0]["eta_seconds"].is_null());
}

TEST_CASE("invalid UTF-8 in a sample is replaced and never throws") {
    const TemporaryFolder folder;
    const std::string path = folder.file("log.jsonl");
    JsonlLog log(path);
    ValidationReport validation;
    validation.samples = {{"a\xFFz", "\xC3", "\xED\xA0\x80"}};
    REQUIRE_NOTHROW(log.on_validation(validation));
    CHECK(parsed_lines(path)[0]["samples"][0]["source"] == "a\xEF\xBF\xBDz");
}

TEST_CASE("lines are appended, and a torn last line is ended first") {
    const TemporaryFolder folder;
    const std::string path = folder.file("log.jsonl");
    JsonlLog(path).on_checkpoint("a", 1);
    JsonlLog(path).on_checkpoint("b", 2);
    CHECK(parsed_lines(path).size() == 2);
    std::ofstream(path, std::ios::app) << "{\"event\":\"upd";
    JsonlLog(path).on_checkpoint("c", 3);
    CHECK(read_file(path) ==
          "{\"event\":\"checkpoint\",\"path\":\"a\",\"update\":1}\n"
          "{\"event\":\"checkpoint\",\"path\":\"b\",\"update\":2}\n"
          "{\"event\":\"upd\n"
          "{\"event\":\"checkpoint\",\"path\":\"c\",\"update\":3}\n");
}

TEST_CASE("a line can be read as soon as it is written") {
    const TemporaryFolder folder;
    const std::string path = folder.file("log.jsonl");
    JsonlLog log(path);
    log.on_checkpoint("a", 1);
    CHECK(parsed_lines(path).size() == 1);
}

TEST_CASE("a log that cannot be opened or written is the user's error, with the path") {
    const TemporaryFolder folder;
    const std::string path = folder.file("no/such/folder/log.jsonl");
    CHECK_THROWS_AS(JsonlLog(path), UserError);
    CHECK_THROWS_WITH(JsonlLog(path), "cannot open " + path + ": No such file or directory");
    if (!std::filesystem::exists("/dev/full")) return;
    JsonlLog full("/dev/full");
    CHECK_THROWS_AS(full.on_checkpoint("a", 1), UserError);
    CHECK_THROWS_WITH(full.on_checkpoint("a", 1), "cannot write /dev/full: No space left on device");
}
