#include "config/dump_config.h"

#include "temporary_folder.h"
#include "catch.h"
#include "config/check_config.h"
#include "config/option_value.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

Config read_text(const std::string& yaml) {
    const TemporaryFolder folder;
    return read_config(folder.write("x.yaml", yaml)).config;
}

}  // namespace

TEST_CASE("a dumped config loads again to the same config") {
    const TemporaryFolder folder;
    const std::string path =
        folder.write("x.yaml",
                     "output: runs/x\ndata: {train_tsv: a.tsv}\n"
                     "train: {max_minutes: 0.1, learning_rate: 3e-5, batch_sentences: 12}\n"
                     "model: {attention: none, tie_embeddings: target}\nsearch: {batch_tokens: 9}\n");
    const auto loaded = load_config(path, {"seed=18446744073709551615"});
    const std::string dumped = dump_yaml(loaded.config);
    const auto again = load_config(folder.write("dumped.yaml", dumped));
    CHECK(dump_yaml(again.config) == dumped);
    CHECK(difference(loaded.config, again.config).empty());
    CHECK(load_config(folder.write("commented.yaml", dump_yaml(loaded.config, loaded.origins))).config.seed ==
          18446744073709551615ULL);
    CHECK(again.config.train.learning_rate == 3e-5);
}

TEST_CASE("numbers keep their last bit") {
    for (const double value : {0.1, 1.0 / 3, 1e-8, 5e-324, 123456789.123, 100.0, 2.0 / 7, 1e-5}) {
        Config config;
        config.train.clip_norm = value;
        INFO(value);
        CHECK(read_text(dump_yaml(config)).train.clip_norm == value);
    }
}

TEST_CASE("numbers and words are written so that every YAML reader takes them for the same") {
    Config config;
    const auto epsilon = [&](double value) {
        config.train.epsilon = value;
        return value_text(*find_option("train.epsilon"), config);
    };
    CHECK(epsilon(1e-8) == "1.0e-08");
    CHECK(epsilon(1) == "1.0");
    CHECK(epsilon(0.25) == "0.25");
    const auto output = [&](const std::string& text) {
        config.output = text;
        return value_text(*find_option("output"), config);
    };
    CHECK(output("runs/a-b_c.d") == "runs/a-b_c.d");
    CHECK(output("/abs") == "/abs");
    for (const std::string special :
         {"", "yes", "No", "NULL", "1e3", "12", "-x", "~", "a b", "a: b", "a #b", "a,b", "2026-01-01"}) {
        CHECK(output(special) == "\"" + special + "\"");
    }
}

TEST_CASE("any text survives the way through YAML") {
    for (const std::string text : {"",          " ",
                                   "null",      "~",
                                   "true",      "a: b",
                                   "#x",        "x # y",
                                   "'",         "\"",
                                   "\\",        "a\\nb",
                                   "a\nb",      "\t",
                                   "\r\n",      "{a}",
                                   "[",         "*a",
                                   "&a",        "!t",
                                   "|",         ">",
                                   "%",         "@",
                                   "`",         "- a",
                                   "? b",       "\u00e9\u4e2d\U0001F600",
                                   "\u0085",    "\u2028\u2029",
                                   "\u00a0",    "\x7f",
                                   "\x01",      "\ufeff",
                                   "key=value", "trailing ",
                                   " leading",  "1_000",
                                   "0x1F",      "1:30"}) {
        Config config;
        config.output = text;
        config.data.train_tsv = text;
        INFO(in_quotes(text));
        const Config again = read_text(dump_yaml(config));
        CHECK(again.output == text);
        CHECK(again.data.train_tsv == text);
    }
}

TEST_CASE("a dump tells where each value comes from") {
    const TemporaryFolder folder;
    const std::string path =
        folder.write("x.yaml", "output: runs/x\ndata:\n  train_tsv: a.tsv\ntrain: {max_epochs: 1}\n");
    const auto loaded = load_config(path, {"search.beam=7"});
    const std::string dumped = dump_yaml(loaded.config, loaded.origins);
    CHECK_THAT(dumped, Contains("\noutput: runs/x  # " + path + ":1\n"));
    CHECK_THAT(dumped, Contains("\ndata:\n  train_src: \"\"  # default\n"));
    CHECK_THAT(dumped, Contains("\n  train_tsv: a.tsv  # " + path + ":3\n"));
    CHECK_THAT(dumped, Contains("\nsearch:\n  beam: 7  # --set\n"));
    CHECK_THAT(dumped, Contains("\n  encoder:\n    cell: lstm  # default\n"));
    CHECK_THAT(dumped, Contains("\n    readout: 512  # automatic\n"));
    CHECK(dumped.rfind("seed: 1  # default\n", 0) == 0);
}

TEST_CASE("the difference lists what a resumed training must not change by itself") {
    Config old_config, new_config;
    new_config.model.encoder.hidden = 64;
    new_config.train.learning_rate = 0.5;
    new_config.validate.metric = DevMetric::loss;
    new_config.output = "elsewhere";
    new_config.device = "cpu";
    new_config.threads = 3;
    new_config.data.cache_dir = "cache";
    new_config.train.max_updates = new_config.train.max_epochs = 7;
    new_config.train.max_minutes = 1.5;
    new_config.train.log_every_updates = new_config.train.save_every_updates = 9;
    const auto differences = difference(old_config, new_config);
    REQUIRE(differences.size() == 3);
    CHECK(differences[0].key == "model.encoder.hidden");
    CHECK(differences[0].old_value == "512");
    CHECK(differences[0].new_value == "64");
    CHECK(differences[1].key == "train.learning_rate");
    CHECK(differences[1].new_value == "0.5");
    CHECK(differences[2].new_value == "loss");
    CHECK(difference(new_config, new_config).empty());
}
