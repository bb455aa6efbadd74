#include "config/load_config.h"

#include "base/error.h"
#include "catch.h"
#include "config/dump_config.h"
#include "temporary_folder.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

const std::string minimal =
    "output: runs/x\n"
    "data:\n"
    "  train_tsv: a.tsv\n"
    "train:\n"
    "  max_epochs: 1\n";

Config read(const std::string& yaml, const std::vector<std::string>& overrides = {}) {
    const TemporaryFolder folder;
    return read_config(folder.write("x.yaml", yaml), overrides).config;
}

/// The message with the file's folder left out, so that lines begin "x.yaml:".
std::string mistakes_in(const std::string& yaml, const std::vector<std::string>& overrides = {}) {
    const TemporaryFolder folder;
    const std::string path = folder.write("x.yaml", yaml);
    try {
        read_config(path, overrides);
        return "";
    } catch (const UserError& error) {
        std::string text = error.what();
        const std::string prefix = folder.path() + "/";
        for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
            text.erase(at, prefix.size());
        return text;
    }
}

}  // namespace

TEST_CASE("defaults < file < --set, and a later --set wins") {
    const std::string yaml = "seed: 5\nmodel:\n  encoder:\n    layers: 3\n  attention: dot\n";
    const Config config = read(yaml, {"seed=6", "model.encoder.hidden=64", "seed=7"});
    CHECK(config.seed == 7);
    CHECK(config.model.encoder.layers == 3);
    CHECK(config.model.encoder.hidden == 64);
    CHECK(config.model.attention == Attention::dot);
    CHECK(config.model.decoder.hidden == Config().model.decoder.hidden);
}

TEST_CASE("every value keeps its origin") {
    const TemporaryFolder folder;
    const std::string path = folder.write("x.yaml", "seed: 5\n\noutput: x\n");
    const auto origins = read_config(path, {"output=y"}).origins;
    CHECK(origins.file == path);
    CHECK(origins.of_key.at("seed") == path + ":1");
    CHECK(origins.of_key.at("output") == "--set output=y");
    CHECK(origins.of_key.size() == 2);
}

TEST_CASE("values are read as YAML means them") {
    CHECK(read("seed: 18446744073709551615\n").seed == 18446744073709551615ULL);
    CHECK(read("train: {learning_rate: 5e-4, clip_norm: 2}\n").train.learning_rate == 5e-4);
    CHECK(read("train: {learning_rate: 5e-4, clip_norm: 2}\n").train.clip_norm == 2.0);
    CHECK(read("data:\n  train_tsv: 'a: b #c.tsv'\n").data.train_tsv == "a: b #c.tsv");
    CHECK(read("output: 123\n").output == "123");
    CHECK(read("output: it's\n").output == "it's");
    CHECK(read("output: 'it''s'  # \"\n").output == "it's");
    CHECK(read("{\"output\": \"a\\\"b\"}\n").output == "a\"b");
    CHECK(read("output: yes\n").output == "yes");
    CHECK(read("output: \"\\u00e9\\n\"\n").output == "\u00e9\n");
    CHECK(read("output:\n").output.empty());
    CHECK(read("device: 'cpu'\nmodel: {attention: \"none\"}\n").model.attention == Attention::none);
    CHECK(read("seed: 3\nmodel:\n").seed == 3);  // a section whose keys are all commented out
    CHECK(read("\xEF\xBB\xBFseed: 3\r\noutput: x\r\n").output == "x");
    CHECK(read("seed: 1\n", {"output=a=b"}).output == "a=b");
    CHECK(read("seed: 1\n", {"output="}).output.empty());
    for (const std::string yes : {"true", "yes", "on", "True", "ON"})
        CHECK(read("text: {joint: " + yes + "}\n").text.joint);
    for (const std::string no : {"false", "no", "off", "False", "OFF"}) {
        CHECK_FALSE(read("model: {attention_scale: " + no + "}\n").model.attention_scale);
    }
}

TEST_CASE("an unknown key is named with its line and the nearest known one") {
    CHECK(mistakes_in("model:\n  atention: none\n") ==
          "x.yaml:2: unknown key \"model.atention\"; did you mean \"model.attention\"?");
    CHECK(mistakes_in("ouput: x\n") == "x.yaml:1: unknown key \"ouput\"; did you mean \"output\"?");
    CHECK(mistakes_in("trian:\n  seed: 3\n") == "x.yaml:1: unknown key \"trian\"; did you mean \"train\"?");
    CHECK(mistakes_in("model:\n  encodr: {layers: 1}\n") ==
          "x.yaml:2: unknown key \"model.encodr\"; did you mean \"model.encoder\"?");
    CHECK(mistakes_in("learning_rate: 1\n") ==
          "x.yaml:1: unknown key \"learning_rate\"; did you mean \"train.learning_rate\"?");
    CHECK(mistakes_in("model:\n  hidden: 1\n") ==
          "x.yaml:2: unknown key \"model.hidden\"; did you mean \"model.encoder.hidden\"?");
    CHECK(mistakes_in("model:\n  decodr.hiddn: 1\n") ==
          "x.yaml:2: unknown key \"model.decodr.hiddn\"; did you mean \"model.encoder.hidden\"?");
    CHECK(mistakes_in("flux_capacitor: 1\n") == "x.yaml:1: unknown key \"flux_capacitor\"");
    CHECK(mistakes_in("\"a\\nb\": 1\n") == "x.yaml:1: unknown key \"a\\x0Ab\"");
    CHECK(mistakes_in("seed: 1\n", {"serch.beam=3"}) ==
          "--set serch.beam=3: unknown key \"serch.beam\"; did you mean \"search.beam\"?");
}

TEST_CASE("a value of the wrong type is refused") {
    const std::string integer = "expected an integer, in plain digits";
    for (const std::string bad : {"1e3", "12.5", "1_000", "0x10", "010", "ten", "+5", "1 000"}) {
        INFO(bad);
        CHECK(mistakes_in("train:\n  max_updates: " + bad + "\n") ==
              "x.yaml:2: train.max_updates = " + bad + ": " + integer);
    }
    CHECK(mistakes_in("train:\n  max_updates: \"10\"\n") ==
          "x.yaml:2: train.max_updates = \"10\": " + integer + ", not text in quotes");
    for (const std::string bad : {".nan", "nan", ".inf", "inf", "-inf", "1.0.0", "0x1p3", "1e", "high"}) {
        INFO(bad);
        CHECK(mistakes_in("train:\n  clip_norm: " + bad + "\n") ==
              "x.yaml:2: train.clip_norm = " + bad + ": expected a finite number");
    }
    CHECK(mistakes_in("text: {joint: 1}\n") == "x.yaml:1: text.joint = 1: expected true or false");
    CHECK(mistakes_in("text:\n  joint:\n") == "x.yaml:2: text.joint: has no value");
    CHECK(mistakes_in("seed: [1, 2]\n") == "x.yaml:1: seed: expected one value, not a list");
    CHECK(mistakes_in("seed:\n  x: 1\n") == "x.yaml:1: seed: expected one value, not a section");
    CHECK(mistakes_in("seed: 1\n", {"seed=[1"}) ==
          "--set seed=[1: not a valid YAML value: end of sequence flow not found");
    CHECK(mistakes_in("seed: 1\n", {"output=a: b"}) == "--set output=a: b: output: expected one value, not a section");
}

TEST_CASE("a value out of range is refused with what is allowed") {
    CHECK(mistakes_in("train: {label_smoothing: 1}\n") ==
          "x.yaml:1: train.label_smoothing = 1 is out of range; allowed: 0 <= value < 1");
    CHECK(mistakes_in("train: {learning_rate: 0}\n") ==
          "x.yaml:1: train.learning_rate = 0 is out of range; allowed: 0 < value <= 100");
    CHECK(mistakes_in("train: {max_updates: -1}\n") ==
          "x.yaml:1: train.max_updates = -1 is out of range; allowed: value >= 0");
    CHECK(mistakes_in("train: {max_updates: 9223372036854775808}\n") ==
          "x.yaml:1: train.max_updates = 9223372036854775808 is out of range; allowed: value >= 0");
    CHECK(mistakes_in("seed: -1\n") == "x.yaml:1: seed = -1 is out of range; allowed: value >= 0");
    CHECK(mistakes_in("train: {epsilon: 1e-400}\n") ==
          "x.yaml:1: train.epsilon = 1e-400 is out of range; allowed: 0 < value <= 1");
}

TEST_CASE("a word that is not in the list is refused with the list and the nearest word") {
    CHECK(mistakes_in("model:\n  bridge: lerned\n") ==
          "x.yaml:2: model.bridge = lerned is not known; allowed: learned | mean | last | zero; did you mean "
          "\"learned\"?");
    CHECK(mistakes_in("model: {encoder: {cell: transformer}}\n") ==
          "x.yaml:1: model.encoder.cell = transformer is not known; allowed: lstm | gru | tanh");
    CHECK(mistakes_in("text: {src_type: chars}\n") ==
          "x.yaml:1: text.src_type = chars is not known; allowed: \"\" | unigram | bpe | char | word; did you mean "
          "\"char\"?");
    for (const std::string bad : {"gpu", "cuda:x", "cuda:-1", "CPU", "cuda:1234"}) {
        CHECK(mistakes_in("device: " + bad + "\n") ==
              "x.yaml:1: device = " + bad + " is not known; allowed: auto | cpu | cuda | cuda:N");
    }
    CHECK(read("device: cuda:3\n").device == "cuda:3");
}

TEST_CASE("a duplicate key is an error, with both lines") {
    CHECK(mistakes_in("seed: 1\noutput: x\nseed: 2\n") == "x.yaml:3: duplicate key \"seed\", first given in line 1");
    CHECK(mistakes_in("model:\n  encoder:\n    layers: 1\n    layers: 1\n") ==
          "x.yaml:4: duplicate key \"model.encoder.layers\", first given in line 3");
    CHECK(mistakes_in("model:\n  attention: none\nseed: 1\nmodel:\n  bridge: zero\n") ==
          "x.yaml:4: duplicate key \"model\", first given in line 1");
    CHECK(mistakes_in("model: {attention: none, attention: dot}\n") ==
          "x.yaml:1: duplicate key \"model.attention\", first given in line 1");
    CHECK(mistakes_in("model:\n  attention: dot\nmodel.attention: none\n") ==
          "x.yaml:3: duplicate key \"model.attention\", first given in line 2");
}

TEST_CASE("a section that is no map is an error") {
    const std::string is_section = "\"text\" is a section; its keys stand indented below it, such as text.joint";
    CHECK(mistakes_in("text: none\n") == "x.yaml:1: " + is_section);
    CHECK(mistakes_in("text: [joint]\n") == "x.yaml:1: " + is_section);
    CHECK(mistakes_in("seed: 1\n", {"model=3"}) ==
          "--set model=3: \"model\" is a section; set one of its keys, such as model.attention");
    CHECK(mistakes_in("? [a, b]\n: 1\n") == "x.yaml:1: a key must be a plain word");
}

TEST_CASE("what is not YAML, or not supported of it, is named with line and column") {
    CHECK(mistakes_in("seed: 1\nmodel: {attention: none\n") == "x.yaml:3:1: not valid YAML: end of map flow not found");
    for (const std::string open : {"\"runs/x", "'runs/x", "\"runs\\\"", "'run''"}) {
        CHECK(mistakes_in("output: " + open + "\nseed: 3\n") ==
              "x.yaml:1:9: not valid YAML: these quotes do not close in their line");
    }
    CHECK(mistakes_in("\xEF\xBB\xBFoutput: \"x\nseed: 3\n") ==
          "x.yaml:1:9: not valid YAML: these quotes do not close in their line");
    CHECK_THAT(mistakes_in("model:\n\tattention: none\n"),
               Contains("x.yaml:2:") && Contains("; YAML is indented with spaces, not with tabs"));
    CHECK(mistakes_in("seed: &a 1\n") == "x.yaml:1:7: not valid YAML: anchors (&name) are not supported");
    CHECK(mistakes_in("data: &a {}\nmodel: *a\n") == "x.yaml:1:7: not valid YAML: anchors (&name) are not supported");
    CHECK(mistakes_in("seed: !!int 1\n") == "x.yaml:1:7: not valid YAML: tags (!name) are not supported");
    CHECK(mistakes_in("seed: 1\n---\nseed: 2\n") ==
          "x.yaml:2:1: not valid YAML: a second document; a config is one document");
    CHECK(mistakes_in("model:\n  <<: {attention: none}\n") == "x.yaml:2: unknown key \"model.<<\"");
}

TEST_CASE("a file that holds no settings is an error") {
    const std::string empty = "x.yaml: is empty; a config needs at least `output` and `data`";
    CHECK(mistakes_in("") == empty);
    CHECK(mistakes_in("# nothing but this\n") == empty);
    CHECK(mistakes_in("---\n") == empty);
    CHECK(mistakes_in("- a\n- b\n") == "x.yaml:1: expected lines of the form `key: value`");
    CHECK(mistakes_in("hello\n") == "x.yaml:1: expected lines of the form `key: value`");
    CHECK_THAT(mistakes_in(std::string(2'000'000, 'x')), Contains("x.yaml: has 2000000 bytes; this is no config"));
    const TemporaryFolder folder;
    CHECK_THROWS_WITH(read_config(folder.path()), folder.path() + ": is a directory, not a config");
    CHECK_THROWS_WITH(read_config(folder.file("none.yaml")),
                      folder.file("none.yaml") + ": cannot be read: No such file or directory");
    CHECK_THROWS_AS(read_config(folder.file("none.yaml")), UserError);
}

TEST_CASE("all mistakes stand in one message, those of the file in its order and then those of --set") {
    CHECK(
        mistakes_in("sed: 1\nmodel:\n  encoder:\n    layers: many\n  bridge: [last]\nsearch:\n  beam: 0\nsearch: {}\n",
                    {"seed", "=3", "seed=x"}) ==
        "x.yaml:1: unknown key \"sed\"; did you mean \"seed\"?\n"
        "x.yaml:4: model.encoder.layers = many: expected an integer, in plain digits\n"
        "x.yaml:5: model.bridge: expected one value, not a list\n"
        "x.yaml:7: search.beam = 0 is out of range; allowed: 1 <= value <= 1000\n"
        "x.yaml:8: duplicate key \"search\", first given in line 6\n"
        "--set seed: expected key=value, such as train.learning_rate=0.001\n"
        "--set =3: expected key=value, such as train.learning_rate=0.001\n"
        "--set seed=x: seed = x: expected an integer, in plain digits");
}

TEST_CASE("a message shows the beginning of a long value on one line") {
    const std::string text = mistakes_in("model:\n  bridge: \"a\\n" + std::string(500, 'b') + "\"\n");
    CHECK_THAT(text, Contains("model.bridge = \"a\\x0Abbb") && Contains("bbb\"... is not known"));
    CHECK(text.size() < 200);
    CHECK(text.find('\n') == std::string::npos);
}

TEST_CASE("random bytes are refused, never a crash") {
    std::uint64_t state = 12345;
    for (int trial = 0; trial < 300; ++trial) {
        std::string noise;
        for (int i = 0; i < 60; ++i) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            noise +=
                trial % 2 == 0 ? static_cast<char>(state >> 56) : "{}[]:-,&*!|>'\"%@#? \n\tab1"[(state >> 33) % 24];
        }
        const TemporaryFolder folder;
        CHECK_THROWS_AS(read_config(folder.write("x.yaml", noise)), UserError);
    }
}

TEST_CASE("loading also checks the settings against each other, and resolves them") {
    const TemporaryFolder folder;
    const std::string path = folder.write("x.yaml", minimal);
    const auto loaded = load_config(path, {"model.decoder.hidden=96"});
    CHECK(loaded.config.model.decoder.readout == 96);
    CHECK(loaded.config.data.cache_dir == "runs/x/cache");
    CHECK_THROWS_WITH(
        load_config(path, {"model.attention=dot", "model.decoder.hidden=96"}),
        "--set model.attention=dot: model.attention = dot needs equal sizes, but model.encoder.hidden = 512 "
        "(default) and model.decoder.hidden = 96");
}
