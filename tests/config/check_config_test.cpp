#include "config/check_config.h"

#include "base/error.h"
#include "catch.h"
#include "config/dump_config.h"
#include "temporary_folder.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

Config valid() {
    Config config;
    config.output = "runs/x";
    config.data.train_src = "a.en";
    config.data.train_tgt = "a.de";
    config.data.dev_tsv = "d.tsv";
    config.train.max_epochs = 1;
    return config;
}

/// The message after `change` is made to a valid config; empty if it is still valid.
template <class Change>
std::string clash(Change change) {
    Config config = valid();
    change(config);
    try {
        check_config(config);
        return "";
    } catch (const UserError& error) {
        return error.what();
    }
}

/// The message of load_config for the valid config with these overrides.
std::string clash_of_set(const std::vector<std::string>& overrides) {
    const TemporaryFolder folder;
    const std::string yaml = "output: x\ndata: {train_tsv: a, dev_tsv: b}\ntrain: {max_epochs: 1}\n";
    try {
        load_config(folder.write("x.yaml", yaml), overrides);
        return "";
    } catch (const UserError& error) {
        return error.what();
    }
}

/// All combinations of settings of the network that check_config knows rules for.
template <class Visit>
void for_each_model(Visit visit) {
    for (int attention = 0; attention < 6; ++attention) {
        for (int bits = 0; bits < 1 << 9; ++bits) {
            if ((bits & 3) == 3 || (bits & 48) == 48) continue;  // three positions and three tyings
            for (int bridge = 0; bridge < 4; ++bridge) {
                Config config = valid();
                auto& model = config.model;
                model.attention = static_cast<Attention>(attention);
                model.bridge = static_cast<Bridge>(bridge);
                model.position = static_cast<Position>(bits & 3);
                model.input_feeding = bits & 4;
                model.feed_context = bits & 8;
                model.tie_embeddings = static_cast<Tying>((bits >> 4) & 3);
                config.text.joint = bits & 64;
                model.encoder.hidden = bits & 128 ? 512 : 38;
                model.decoder.readout = bits & 256 ? 256 : 0;
                visit(config);
            }
        }
    }
}

bool is_valid(const Config& config) {
    try {
        check_config(config);
        return true;
    } catch (const UserError&) {
        return false;
    }
}

}  // namespace

TEST_CASE("a small config is valid") {
    CHECK(clash([](Config&) {}) == "");
    CHECK(clash([](Config& c) { c.data.dev_tsv = ""; }) == "");
    CHECK(clash_of_set({}) == "");
}

TEST_CASE("what is required is asked for") {
    CHECK(clash([](Config& c) { c.output = ""; }) == "output is missing: the directory that the model is written to");
    CHECK(clash([](Config& c) { c.train.max_epochs = 0; }) ==
          "training would never end: give train.max_updates, train.max_epochs, train.max_minutes or validate.patience");
    for (const std::string limit : {"train.max_updates=5", "train.max_minutes=0.5", "validate.patience=3"}) {
        CHECK(clash_of_set({"train.max_epochs=0", limit}) == "");
    }
    CHECK(clash_of_set({"train.max_epochs=0", "train.min_learning_rate=1e-5", "train.schedule=plateau"}) == "");
    CHECK(clash_of_set({"train.max_epochs=0", "train.min_learning_rate=1e-5"}) != "");
}

TEST_CASE("data are two files or one TSV") {
    CHECK(clash([](Config& c) { c.data.train_src = c.data.train_tgt = ""; }) ==
          "no training data: give data.train_src and data.train_tgt, or data.train_tsv");
    CHECK(clash([](Config& c) { c.data.train_tgt = ""; }) == "data.train_src = a.en needs data.train_tgt beside it");
    CHECK(clash([](Config& c) { c.data.train_src = ""; }) == "data.train_tgt = a.de needs data.train_src beside it");
    CHECK(clash([](Config& c) { c.data.train_tsv = "t"; }) ==
          "data.train_tsv = t and data.train_src = a.en: give either two files or one TSV");
    CHECK(clash([](Config& c) { c.data.dev_src = "s"; }) ==
          "data.dev_tsv = d.tsv and data.dev_src = s: give either two files or one TSV");
    CHECK(clash([](Config& c) {
              c.data.dev_tsv = "";
              c.data.dev_tgt = "t";
          }) == "data.dev_tgt = t needs data.dev_src beside it");
}

TEST_CASE("without dev data nothing may wait for a validation") {
    CHECK(
        clash([](Config& c) {
            c.data.dev_tsv = "";
            c.validate.patience = 3;
            c.train.schedule = Schedule::plateau;
        }) ==
        "validate.patience = 3 needs validation, so dev data: give data.dev_src and data.dev_tgt, or data.dev_tsv\n"
        "train.schedule = plateau needs validation, so dev data: give data.dev_src and data.dev_tgt, or data.dev_tsv");
}

TEST_CASE("dot and scaled_dot need equal sizes, the other scorings do not") {
    for (const std::string scoring : {"dot", "scaled_dot"}) {
        CHECK_THAT(
            clash_of_set({"model.encoder.hidden=38", "model.attention=" + scoring}),
            Contains("--set model.attention=" + scoring + ": model.attention = " + scoring +
                     " needs equal sizes, but model.encoder.hidden = 38 and model.decoder.hidden = 512 (default)"));
    }
    for (const std::string scoring : {"none", "additive", "general", "query_key"}) {
        CHECK(clash_of_set({"model.encoder.hidden=38", "model.attention=" + scoring}) == "");
    }
}

TEST_CASE("two directions need an even size") {
    CHECK(clash_of_set({"model.encoder.hidden=7"}) ==
          "--set model.encoder.hidden=7: model.encoder.hidden = 7 and model.encoder.bidirectional = true (default): "
          "the 2 "
          "directions have half of the 7 units each, so it must be even");
    CHECK(clash_of_set({"model.encoder.hidden=7", "model.encoder.bidirectional=false"}) == "");
}

TEST_CASE("tying needs equal sizes and, for all three, one vocabulary") {
    CHECK(
        clash_of_set({"model.tie_embeddings=target", "model.decoder.readout=100"}) ==
        "--set model.tie_embeddings=target: model.tie_embeddings = target makes the embedding the output layer, so the "
        "sizes must be equal, but model.decoder.readout = 100 and model.decoder.embedding = 256 (default)");
    CHECK(clash_of_set({"model.tie_embeddings=target", "model.decoder.readout=256"}) == "");
    CHECK(clash_of_set({"model.tie_embeddings=target", "model.encoder.embedding=100"}) == "");
    CHECK(clash_of_set({"model.tie_embeddings=all", "text.joint=true", "model.encoder.embedding=100"}) ==
          "--set model.tie_embeddings=all: model.tie_embeddings = all needs equal sizes, but model.encoder.embedding = "
          "100 "
          "and model.decoder.embedding = 256 (default)");
    CHECK(
        clash_of_set({"model.tie_embeddings=all"}) ==
        "--set model.tie_embeddings=all: model.tie_embeddings = all and text.joint = false (default): one matrix needs "
        "one vocabulary");
    CHECK(clash_of_set({"model.tie_embeddings=all", "text.joint=true"}) == "");
}

TEST_CASE("a position, input feeding or a fed context must have its attention") {
    CHECK(
        clash_of_set({"model.input_feeding=true"}) ==
        "--set model.input_feeding=true: model.input_feeding = true and model.position = auto (default): input feeding "
        "needs position after_cell (auto is before_cell, where c_i enters the cell already)");
    CHECK(clash_of_set({"model.input_feeding=true", "model.position=before_cell"}) != "");
    CHECK(clash_of_set({"model.input_feeding=true", "model.position=after_cell"}) == "");
    const std::string nothing = "without attention there is nothing to place or feed";
    CHECK(clash([](Config& c) {
              c.model.attention = Attention::none;
              c.model.position = Position::before_cell;
          }) == "model.position = before_cell and model.attention = none: " + nothing);
    CHECK(clash([](Config& c) {
              c.model.attention = Attention::none;
              c.model.input_feeding = true;
          }) == "model.input_feeding = true and model.attention = none: " + nothing);
    CHECK(
        clash([](Config& c) { c.model.feed_context = true; }) ==
        "model.feed_context = true and model.attention = additive: the fixed context is fed only with attention none; "
        "attention has a context of its own");
    CHECK(clash_of_set({"model.feed_context=true", "model.attention=none"}) == "");
}

TEST_CASE("the bridge that copies needs equal sizes and depths, and an LSTM for an LSTM") {
    CHECK(clash([](Config& c) {
              c.model.bridge = Bridge::last;
              c.model.encoder.layers = 2;
              c.model.encoder.hidden = 38;
              c.model.encoder.cell = Cell::gru;
          }) ==
          "model.bridge = last copies the encoder's states, so the depths must be equal, but model.encoder.layers = 2 "
          "and "
          "model.decoder.layers = 1\n"
          "model.bridge = last copies the encoder's states, so the sizes must be equal, but model.encoder.hidden = 38 "
          "and "
          "model.decoder.hidden = 512\n"
          "model.bridge = last copies the encoder's states, so an LSTM's cell must come from an LSTM, but "
          "model.encoder.cell = gru and model.decoder.cell = lstm");
    CHECK(clash_of_set({"model.bridge=last"}) == "");
    CHECK(clash_of_set({"model.bridge=last", "model.decoder.cell=gru"}) == "");
    CHECK(clash_of_set({"model.bridge=last", "model.encoder.cell=tanh", "model.decoder.cell=gru"}) == "");
    CHECK(clash_of_set({"model.bridge=learned", "model.encoder.layers=2", "model.encoder.cell=gru"}) == "");
}

TEST_CASE("a joint vocabulary is one vocabulary") {
    CHECK(clash_of_set({"text.joint_model=j.model"}) ==
          "--set text.joint_model=j.model: text.joint_model = j.model and text.joint = false (default): a joint model "
          "needs "
          "text.joint: true");
    CHECK_THAT(
        clash_of_set({"text.joint=true", "text.src_model=s.model", "text.tgt_size=50", "text.src_type=char"}),
        Contains("text.src_model = s.model and text.joint = true") &&
            Contains("text.tgt_size = 50 and text.size = 8000 (default): with text.joint both sides have the same") &&
            Contains("text.src_type = char and text.type = unigram (default)"));
    CHECK(clash_of_set({"text.joint=true", "text.joint_model=j.model"}) == "");
    CHECK(clash_of_set({"text.src_model=s.model", "text.src_type=char", "text.tgt_size=50"}) == "");
    CHECK_THAT(clash_of_set({"text.byte_fallback=true", "text.size=200"}), Contains("alone take 260 pieces"));
    CHECK_THAT(clash_of_set({"text.byte_fallback=true", "text.src_size=200"}),
               Contains("text.src_size = 200 and text.byte_fallback = true"));
    CHECK(clash_of_set({"text.src_size=3"}) ==
          "--set text.src_size=3: text.src_size = 3: no vocabulary has fewer than 8");
    CHECK(clash_of_set({"text.byte_fallback=true", "text.size=200", "text.src_size=300", "text.tgt_size=300"}) == "");
    CHECK(clash_of_set({"text.src_model=s.model", "text.src_size=3"}) == "");
}

TEST_CASE("a batch is counted in one way") {
    CHECK(clash_of_set({"train.batch_sentences=80"}) == "");
    CHECK(clash_of_set({"train.batch_sentences=80", "train.batch_tokens=0"}) == "");
    CHECK(clash_of_set({"train.batch_sentences=80", "train.batch_tokens=4096"}) ==
          "--set train.batch_sentences=80: train.batch_sentences = 80 and train.batch_tokens = 4096: a batch is "
          "counted in "
          "tokens or in sentences, not in both");
    CHECK_THAT(clash_of_set({"train.batch_tokens=0"}), Contains("a batch needs a size"));
    CHECK(clash_of_set({"search.batch_tokens=80"}) == "");
    CHECK_THAT(clash_of_set({"search.batch_tokens=80", "search.batch_sentences=64"}), Contains("not in both"));
    CHECK_THAT(clash_of_set({"search.batch_sentences=0"}), Contains("a batch needs a size"));
}

TEST_CASE("settings of the optimizer that would do nothing, or end at once, are refused") {
    CHECK_THAT(clash_of_set({"train.momentum=0.9"}), Contains("momentum is for sgd"));
    CHECK(clash_of_set({"train.momentum=0.9", "train.optimizer=sgd"}) == "");
    CHECK_THAT(clash_of_set({"train.schedule=inverse_sqrt"}), Contains("train.warmup_updates = 0 (default)"));
    CHECK_THAT(clash_of_set({"train.min_learning_rate=0.002"}), Contains("train.learning_rate = 0.001 (default)"));
}

TEST_CASE("resolving fills in what was left to us") {
    Config config = resolve(valid());
    CHECK(config.model.position == Position::before_cell);
    CHECK(config.model.attention_size == 512);
    CHECK(config.model.decoder.readout == 512);
    CHECK(config.text.src_type == "unigram");
    CHECK(config.text.tgt_size == 8000);
    CHECK(config.data.cache_dir == "runs/x/cache");
    CHECK(config.train.batch_tokens == 4096);
    config = valid();
    config.model.attention = Attention::none;
    config.model.tie_embeddings = Tying::target;
    config.text.type = TextType::character;
    config.text.src_size = 50;
    config.output = "runs/x/";
    config.train.batch_sentences = 80;
    config.search.batch_tokens = 1000;
    config = resolve(config);
    CHECK(config.model.position == Position::automatic);
    CHECK(config.model.decoder.readout == 256);
    CHECK(config.text.tgt_type == "char");
    CHECK(config.text.src_size == 50);
    CHECK(config.data.cache_dir == "runs/x/cache");
    CHECK(config.train.batch_tokens == 0);
    CHECK(config.search.batch_sentences == 0);
}

TEST_CASE("resolving twice is resolving once, and keeps a valid config valid") {
    int valid_count = 0, invalid_count = 0;
    for_each_model([&](const Config& config) {
        const Config resolved = resolve(config);
        REQUIRE(dump_yaml(resolve(resolved)) == dump_yaml(resolved));
        REQUIRE(is_valid(config) == is_valid(resolved));
        (is_valid(config) ? valid_count : invalid_count)++;
    });
    CHECK(valid_count > 500);
    CHECK(invalid_count > 500);
}

TEST_CASE("attention none is one switch") {
    for_each_model([&](Config config) {
        if (config.model.position != Position::automatic || config.model.input_feeding || !is_valid(config)) return;
        config.model.attention = Attention::none;
        REQUIRE(is_valid(config));
    });
}
