#include "text/train_vocabulary.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <set>

#include "base/error.h"
#include "base/utf8.h"
#include "catch.h"
#include "temporary_folder.h"
#include "text/captured_stderr.h"
#include "text/toy_corpus.h"
#include "text/vocabulary.h"

using namespace nmt;
using Catch::Matchers::Contains;

namespace {

std::string trained(const TemporaryFolder& folder, const CorpusFiles& files, const VocabularySpec& spec,
                    Side side = Side::both, std::uint64_t seed = 1) {
    const CapturedStderr quiet;
    train_vocabulary(files, side, spec, seed, folder.file("trained.model"));
    return folder.read("trained.model");
}

std::set<std::string> pieces_of(const std::string& path) {
    const Vocabulary vocabulary(path);
    std::set<std::string> pieces;
    for (std::int32_t id = 0; id < vocabulary.size(); ++id) pieces.insert(vocabulary.piece(id));
    return pieces;
}

}  // namespace

TEST_CASE("models we train have pad 0, unk 1, bos 2, eos 3 and the size asked for") {
    const TemporaryFolder folder;
    const CorpusFiles files = write_toy_corpus(folder, 600);
    for (const TextType type : {TextType::unigram, TextType::bpe, TextType::character, TextType::word}) {
        const std::int64_t size = type == TextType::character ? 20 : 70;
        CHECK(train_vocabulary(files, Side::both, {.type = type, .size = size}, 1, folder.file("m")) == size);
        const Vocabulary vocabulary(folder.file("m"));
        CHECK(vocabulary.size() == size);
        CHECK(vocabulary.pad_id() == 0);
        CHECK(vocabulary.unk_id() == 1);
        CHECK(vocabulary.bos_id() == 2);
        CHECK(vocabulary.eos_id() == 3);
    }
}

TEST_CASE("training twice gives identical bytes") {
    const TemporaryFolder folder;
    const CorpusFiles files = write_toy_corpus(folder, 600);
    for (const TextType type : {TextType::unigram, TextType::bpe, TextType::character, TextType::word}) {
        const VocabularySpec spec{.type = type, .size = 150, .sample_sentences = 700};
        CHECK(trained(folder, files, spec) == trained(folder, files, spec));
    }
}

TEST_CASE("training equals spm_train with the same settings") {
    if (std::system("command -v spm_train > /dev/null 2>&1") != 0) {
        WARN("spm_train is not installed: not compared");
        return;
    }
    const TemporaryFolder folder;
    const CorpusFiles files = write_toy_corpus(folder, 600);
    for (const TextType type : {TextType::unigram, TextType::bpe, TextType::character, TextType::word}) {
        const std::int64_t size = type == TextType::character ? 25 : 70;
        const std::string theirs = folder.file("theirs");
        const std::string command = "spm_train --input=" + files.src + "," + files.tgt + " --model_prefix=" + theirs +
                                    " --model_type=" + std::string(text_type_name(type)) +
                                    " --vocab_size=" + std::to_string(size) +
                                    " --pad_id=0 --unk_id=1 --bos_id=2 --eos_id=3 --minloglevel=2 2> /dev/null";
        REQUIRE(std::system(command.c_str()) == 0);
        train_vocabulary(files, Side::both, {.type = type, .size = size}, 1, folder.file("ours"));
        const Vocabulary ours(folder.file("ours")), other(theirs + ".model");
        REQUIRE(ours.size() == other.size());
        for (std::int32_t id = 0; id < ours.size(); ++id) CHECK(ours.piece(id) == other.piece(id));
    }
}

TEST_CASE("a size that the corpus cannot fill is reduced with a warning that says both sizes") {
    const TemporaryFolder folder;
    const CorpusFiles files = write_toy_corpus(folder, 20);
    for (const TextType type : {TextType::unigram, TextType::bpe, TextType::character, TextType::word}) {
        CapturedStderr captured;
        const std::int64_t size = train_vocabulary(files, Side::src, {.type = type}, 1, folder.file("m"));
        const std::string printed = captured.text();
        CHECK(size < 8000);
        CHECK(Vocabulary(folder.file("m")).size() == size);
        CHECK_THAT(printed, Contains("the vocabulary of " + files.src + " has " + std::to_string(size) +
                                     " pieces instead of the 8000 asked for"));
        CHECK(std::count(printed.begin(), printed.end(), '\n') == 1);  // and sentencepiece itself is silent
    }
}

TEST_CASE("a vocabulary is trained on its own side only, a joint one on both") {
    const TemporaryFolder folder;
    const CorpusFiles files{folder.write("a", "abab abab\nabab\n"), folder.write("b", "xyxy\nxyxy xyxy\n"), ""};
    const CorpusFiles table{"", "", folder.write("t", "abab abab\txyxy\nabab\txyxy xyxy\n")};
    const VocabularySpec spec{.type = TextType::character};
    const std::set<std::string> marks = {"<pad>", "<unk>", "<s>", "</s>", "\u2581"};
    for (const CorpusFiles& corpus : {files, table}) {
        std::set<std::string> src = marks, tgt = marks, both = marks;
        src.insert({"a", "b"});
        tgt.insert({"x", "y"});
        both.insert({"a", "b", "x", "y"});
        trained(folder, corpus, spec, Side::src);
        CHECK(pieces_of(folder.file("trained.model")) == src);
        trained(folder, corpus, spec, Side::tgt);
        CHECK(pieces_of(folder.file("trained.model")) == tgt);
        trained(folder, corpus, spec, Side::both);
        CHECK(pieces_of(folder.file("trained.model")) == both);
    }
}

TEST_CASE("the sample is uniform over the whole corpus and a function of the seed") {
    const TemporaryFolder folder;
    constexpr int lines = 1000, sampled = 100, seeds = 30;
    std::string text;
    for (int i = 0; i < lines; ++i) {  // every line is one character of its own
        append_utf8(text, 0x4E00 + static_cast<char32_t>(i));
        text += '\n';
    }
    const CorpusFiles files{folder.write("a", text), folder.write("b", text), ""};
    const VocabularySpec spec{.type = TextType::character, .character_coverage = 1.0, .sample_sentences = sampled};
    std::vector<int> tenths(10, 0);
    for (std::uint64_t seed = 0; seed < seeds; ++seed) {
        trained(folder, files, spec, Side::src, seed);
        int characters = 0;
        for (const std::string& piece : pieces_of(folder.file("trained.model"))) {
            const char32_t c = decode_code_point(piece).value;
            if (c < 0x4E00 || c >= 0x4E00 + lines) continue;
            ++characters;
            ++tenths[(c - 0x4E00) / (lines / 10)];
        }
        CHECK(characters == sampled);
    }
    // 300 expected in each tenth, with a standard deviation of 16.
    for (const int count : tenths) CHECK(count == Approx(seeds * sampled / 10).margin(80));
    CHECK(trained(folder, files, spec, Side::src, 1) == trained(folder, files, spec, Side::src, 1));
    CHECK(trained(folder, files, spec, Side::src, 1) != trained(folder, files, spec, Side::src, 2));
}

TEST_CASE("long lines take part, endless ones are left out with a count") {
    const TemporaryFolder folder;
    std::string long_line, endless(200'000, 'q');
    while (long_line.size() < 9000) long_line += "zèbre ";  // spm_train drops lines over 4192 bytes
    const CorpusFiles files{folder.write("a", long_line + "\n" + endless + "\na \u2585 b\n"),
                            folder.write("b", "x\nx\nx\n"), ""};
    for (const TextType type : {TextType::bpe, TextType::unigram}) {
        CapturedStderr captured;
        train_vocabulary(files, Side::src, {.type = type}, 1, folder.file("m"));
        CHECK_THAT(captured.text(), Contains("leaves out 2 sentences"));
        CHECK(pieces_of(folder.file("m")).count("z") == 1);
        CHECK(pieces_of(folder.file("m")).count("q") == 0);
    }
}

TEST_CASE("what cannot be trained is refused with the reason") {
    const TemporaryFolder folder;
    const CorpusFiles files = write_toy_corpus(folder, 50);
    const auto train = [&](const CorpusFiles& corpus, const VocabularySpec& spec) {
        train_vocabulary(corpus, Side::src, spec, 1, folder.file("m"));
    };
    CHECK_THROWS_WITH(train(files, {.size = 10}), Contains("cannot train a unigram vocabulary of 10 pieces on " +
                                                           files.src + ": its characters alone need ") &&
                                                      Contains("raise the size or lower the character coverage"));
    CHECK_THROWS_WITH(train(files, {.size = 4}), "a vocabulary of 4 pieces: allowed is 5 to 16777216");
    CHECK_THROWS_WITH(train(files, {.size = 260, .byte_fallback = true}),
                      "a vocabulary of 260 pieces: allowed is 261 to 16777216 with byte fallback");
    CHECK_THROWS_WITH(train(files, {.character_coverage = 0.5}), "character coverage 0.5: allowed is 0.98 to 1");
    CHECK_THROWS_WITH(train(files, {.normalization = "nfd"}),
                      "unknown normalization 'nfd': allowed are nmt_nfkc, nfkc, nmt_nfkc_cf, nfkc_cf, identity");
    CHECK_THROWS_WITH(train({folder.write("s", " \n"), folder.write("t", "\n"), ""}, {}), Contains("no usable pair"));
    for (const std::string nothing : {"\u200B\n", "\uFFFD\n", "\u2581 \u2581\n", "\x01\n"}) {
        for (const TextType type : {TextType::unigram, TextType::bpe, TextType::character, TextType::word}) {
            CHECK_THROWS_WITH(train({folder.write("s", nothing), folder.write("t", "a\n"), ""}, {.type = type}),
                              Contains("normalisation leaves nothing of the text"));
        }
    }
    CHECK_THROWS_WITH(train({folder.file("none"), files.tgt, ""}, {}), Contains("cannot open " + folder.file("none")));
    CHECK_THROWS_AS(train(files, {.size = 10}), UserError);
    CHECK_FALSE(std::filesystem::exists(folder.file("m")));
    CHECK_THROWS_WITH(train_vocabulary(files, Side::src, {.size = 100}, 1, folder.file("no/m")),
                      Contains("cannot write \"" + folder.file("no/m")) && Contains("No such file or directory"));
}

TEST_CASE("a full disk leaves the old model and no temporary file") {
    const TemporaryFolder folder;
    const CorpusFiles files = write_toy_corpus(folder, 50);
    folder.write("m", "old");
    const std::size_t before = folder.file_count();
    const pid_t child = ::fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{1000, 1000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        try {
            train_vocabulary(files, Side::src, {.size = 60}, 1, folder.file("m"));
        } catch (const UserError&) {
            ::_exit(7);
        }
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    CHECK(WEXITSTATUS(status) == 7);
    CHECK(folder.read("m") == "old");
    CHECK(folder.file_count() == before);
}

TEST_CASE("a side's own type and size go before the common ones") {
    TextOptions options;
    options.type = TextType::bpe;
    options.size = 1234;
    options.src_type = "char";
    options.tgt_size = 99;
    options.byte_fallback = true;
    const VocabularySpec src = vocabulary_spec(options, Side::src), tgt = vocabulary_spec(options, Side::tgt);
    CHECK(src.type == TextType::character);
    CHECK(src.size == 1234);
    CHECK(tgt.type == TextType::bpe);
    CHECK(tgt.size == 99);
    CHECK(tgt.byte_fallback);
    CHECK(vocabulary_spec(options, Side::both).type == TextType::bpe);
    CHECK_THROWS_WITH(text_type_from_name("chars"),
                      "unknown vocabulary type 'chars': allowed are unigram, bpe, char, word");
}
