#include "text/vocabulary.h"

#include <sentencepiece_trainer.h>

#include <cstdio>
#include <sstream>
#include <thread>
#include <unordered_map>

#include "base/error.h"
#include "catch.h"
#include "temporary_folder.h"
#include "text/toy_corpus.h"
#include "text/train_vocabulary.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

/// A model made by sentencepiece's own trainer, with ids of its own choosing.
std::string foreign_model(const TemporaryFolder& folder, const std::string& name,
                          std::unordered_map<std::string, std::string> arguments) {
    const std::string corpus = folder.write(name + ".txt", make_toy_corpus(200).src);
    arguments.insert(
        {{"input", corpus}, {"model_prefix", folder.file(name)}, {"vocab_size", "50"}, {"minloglevel", "3"}});
    REQUIRE(sentencepiece::SentencePieceTrainer::Train(arguments).ok());
    return folder.file(name + ".model");
}

Vocabulary toy_vocabulary(const TemporaryFolder& folder, const VocabularySpec& spec) {
    train_vocabulary(write_toy_corpus(folder, 400), Side::both, spec, 1, folder.file("toy.model"));
    return Vocabulary(folder.file("toy.model"));
}

std::string output_of(const std::string& command) {
    std::FILE* pipe = ::popen(command.c_str(), "r");
    REQUIRE(pipe != nullptr);
    std::string output;
    for (int c = 0; (c = std::fgetc(pipe)) != EOF;) output.push_back(static_cast<char>(c));
    REQUIRE(::pclose(pipe) == 0);
    return output;
}

std::int32_t id_of(const Vocabulary& vocabulary, const std::string& piece) {
    for (std::int32_t id = 0; id < vocabulary.size(); ++id) {
        if (vocabulary.piece(id) == piece) return id;
    }
    FAIL("no piece " << piece);
    return -1;
}

using Ids = std::vector<std::int32_t>;

}  // namespace

TEST_CASE("decoding gives the text back") {
    const TemporaryFolder folder;
    for (const TextType type : {TextType::unigram, TextType::bpe, TextType::character}) {
        const Vocabulary vocabulary = toy_vocabulary(
            folder, {.type = type, .size = type == TextType::character ? 34 : 70, .character_coverage = 1.0});
        for (const std::string text : {"maison verts étudiantes .", "the green cat !", "fenêtr œufs"}) {
            CHECK(vocabulary.decode(vocabulary.encode(text)) == text);
        }
        CHECK(vocabulary.encode("").empty());
        CHECK(vocabulary.encode(" \u3000 ").empty());
    }
}

TEST_CASE("text never becomes pad, bos or eos") {
    const TemporaryFolder folder;
    const Vocabulary vocabulary = toy_vocabulary(folder, {.size = 70});
    for (const std::int32_t id : vocabulary.encode("<s> maison </s> <pad> <unk> \u2047")) {
        CHECK(id != vocabulary.pad_id());
        CHECK(id != vocabulary.bos_id());
        CHECK(id != vocabulary.eos_id());
    }
}

TEST_CASE("ids equal those of spm_encode") {
    if (std::system("command -v spm_encode > /dev/null 2>&1") != 0) {
        WARN("spm_encode is not installed: not compared");
        return;
    }
    const TemporaryFolder folder;
    const std::string text = make_toy_corpus(50, 9).src + "unseen œ Ünïcode ☃ \uFB01 ½ 中文 <s> a  b\n";
    const std::string input = folder.write("input", text);
    for (const TextType type : {TextType::unigram, TextType::bpe, TextType::character, TextType::word}) {
        const Vocabulary vocabulary =
            toy_vocabulary(folder, {.type = type, .size = type == TextType::character ? 25 : 70});
        std::string ours;
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            std::string separator;
            for (const std::int32_t id : vocabulary.encode(line)) {
                ours += separator + std::to_string(id);
                separator = " ";
            }
            ours += "\n";
        }
        CHECK(ours == output_of("spm_encode --model=" + vocabulary.path() + " --output_format=id < " + input));
    }
}

TEST_CASE("existing models keep their ids") {
    const TemporaryFolder folder;
    const Vocabulary vocabulary(
        foreign_model(folder, "own", {{"unk_id", "5"}, {"bos_id", "3"}, {"eos_id", "0"}, {"pad_id", "7"}}));
    CHECK(vocabulary.size() == 50);
    CHECK(vocabulary.unk_id() == 5);
    CHECK(vocabulary.bos_id() == 3);
    CHECK(vocabulary.eos_id() == 0);
    CHECK(vocabulary.pad_id() == 7);
    CHECK(vocabulary.serialized() == folder.read("own.model"));
}

TEST_CASE("every piece has its id, and what is no piece has none") {
    const TemporaryFolder folder;
    const Vocabulary vocabulary = toy_vocabulary(folder, {.size = 70});
    for (std::int32_t id = 0; id < vocabulary.size(); ++id) CHECK(vocabulary.id_of(vocabulary.piece(id)) == id);
    for (const std::string other : {"", "no piece at all", "\xff"}) CHECK_FALSE(vocabulary.id_of(other));
}

TEST_CASE("a model without pad gets one past its last piece") {
    const TemporaryFolder folder;
    const Vocabulary vocabulary(foreign_model(folder, "plain", {}));
    CHECK(vocabulary.pad_id() == 50);
    CHECK(vocabulary.size() == 51);
    CHECK(vocabulary.piece(50) == "<pad>");
    CHECK(vocabulary.id_of("<pad>") == 50);
    Ids ids = vocabulary.encode("maison");
    ids.push_back(50);
    CHECK(vocabulary.decode(ids) == "maison");
}

TEST_CASE("a model without bos or eos is refused with the file's name and the remedy") {
    const TemporaryFolder folder;
    const std::string no_bos = foreign_model(folder, "nobos", {{"bos_id", "-1"}});
    const std::string no_eos = foreign_model(folder, "noeos", {{"eos_id", "-1"}});
    CHECK_THROWS_WITH(Vocabulary(no_bos), Contains(no_bos + ": the model has no bos (<s>)") && Contains("--bos_id=2"));
    CHECK_THROWS_WITH(Vocabulary(no_eos), Contains(no_eos + ": the model has no eos (</s>)"));
    CHECK_THROWS_AS(Vocabulary(no_eos), UserError);
}

TEST_CASE("a missing, damaged or cut model file is the user's error, wherever it is cut") {
    const TemporaryFolder folder;
    const std::string whole =
        toy_vocabulary(folder, {.type = TextType::character, .size = 30, .normalization = "identity"}).serialized();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        CHECK_THROWS_AS(Vocabulary(folder.write("cut", whole.substr(0, size))), UserError);
    }
    CHECK_THROWS_WITH(Vocabulary(folder.file("cut")),
                      Contains(folder.file("cut") + ": damaged, or not a sentencepiece"));
    CHECK_THROWS_WITH(Vocabulary(folder.write("text", "hello\n")), Contains("damaged, or not a sentencepiece model"));
    CHECK_THROWS_WITH(Vocabulary(folder.file("no")),
                      Contains("cannot open the sentencepiece model " + folder.file("no")));
    CHECK_THROWS_WITH(Vocabulary(folder.path()), Contains(folder.path() + ": it is a directory"));
}

TEST_CASE("decoded text has no line break and no marks") {
    const TemporaryFolder folder;
    const Vocabulary vocabulary = toy_vocabulary(folder, {.size = 330, .byte_fallback = true});
    const auto bytes = [&](const std::vector<std::string>& names) {
        Ids ids = vocabulary.encode("maison");
        for (const std::string& name : names) ids.push_back(id_of(vocabulary, "<0x" + name + ">"));
        return ids;
    };
    for (const auto& line_break : std::vector<std::vector<std::string>>{
             {"0A"}, {"0B"}, {"0C"}, {"0D"}, {"C2", "85"}, {"E2", "80", "A8"}, {"E2", "80", "A9"}}) {
        CHECK(vocabulary.decode(bytes(line_break)) == "maison ");
    }
    CHECK(vocabulary.decode(bytes({"E2", "80"})) == "maison\uFFFD\uFFFD");  // as sentencepiece does it
    CHECK(vocabulary.decode(bytes({"E2", "98", "83"})) == "maison☃");

    Ids marked = {vocabulary.bos_id(), vocabulary.unk_id()};
    const Ids word = vocabulary.encode("maison");
    marked.insert(marked.end(), word.begin(), word.end());
    marked.insert(marked.end(), {vocabulary.unk_id(), vocabulary.eos_id(), vocabulary.pad_id()});
    CHECK(vocabulary.decode(marked) == "maison");
    CHECK(vocabulary.decode(Ids{}).empty());
}

TEST_CASE("an id outside the vocabulary is our own error") {
    const TemporaryFolder folder;
    const Vocabulary vocabulary = toy_vocabulary(folder, {.size = 70});
    CHECK_THROWS_AS(vocabulary.decode(Ids{-1}), InternalError);
    CHECK_THROWS_AS(vocabulary.decode(Ids{vocabulary.size()}), InternalError);
    CHECK_THROWS_AS(vocabulary.piece(vocabulary.size()), InternalError);
}

TEST_CASE("one vocabulary serves several threads") {
    const TemporaryFolder folder;
    const Vocabulary vocabulary = toy_vocabulary(folder, {.size = 70});
    std::vector<std::string> lines;
    std::istringstream text(make_toy_corpus(300, 4).src);
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    std::vector<Ids> expected;
    for (const std::string& line : lines) expected.push_back(vocabulary.encode(line));

    std::vector<std::vector<Ids>> found(4);
    std::vector<std::thread> threads;
    for (auto& results : found) {
        threads.emplace_back([&] {
            for (const std::string& line : lines) results.push_back(vocabulary.encode(line));
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const auto& results : found) CHECK(results == expected);
}
