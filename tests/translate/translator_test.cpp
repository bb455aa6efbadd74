// What the translator promises: a line's translation, its score included, depends on that line alone.

#include "translate/translator.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <sstream>

#include "catch.h"
#include "config/check_config.h"
#include "model/precision.h"
#include "temporary_folder.h"
#include "text/captured_stderr.h"
#include "text/toy_corpus.h"
#include "text/train_vocabulary.h"

using namespace nmt;

namespace {

/// A model of random weights, sharpened so that its translations differ, and 70 lines of many lengths.
struct Toy {
    Toy() {
        const ToyCorpus corpus = make_toy_corpus(300);
        const CorpusFiles files{folder.write("toy.fr", corpus.src), folder.write("toy.en", corpus.tgt), ""};
        const CapturedStderr quiet;
        for (const auto side : {Side::src, Side::tgt})
            train_vocabulary(files, side, {.size = 70}, 1, folder.file(side == Side::src ? "src" : "tgt"));
        config.model.encoder = {Cell::lstm, 1, 24, 10, true, false};
        config.model.decoder = {Cell::lstm, 1, 20, 10, 0};
        config.search.max_length = 40;
        config = resolve(config);
        std::istringstream text(corpus.src);
        for (std::string line, longer; lines.size() < 70 && std::getline(text, line);) {
            longer = lines.size() % 5 == 0 ? line : longer + " " + line;
            lines.push_back(longer);
        }
        lines[3] = " ";
    }

    std::vector<Translation> translate(std::int64_t batch_sentences, int threads, bool is_turned = false) {
        const Vocabulary src(folder.file("src")), tgt(folder.file("tgt"));
        Seq2Seq model(config.model, src.size(), tgt.size());
        initialise(*model, 1);
        {
            const torch::NoGradGuard no_grad;
            for (auto& [name, weight] : model->named_weights()) weight.mul_(3);
        }
        at::set_num_threads(threads);
        config.search.batch_sentences = batch_sentences;
        auto order = lines;
        if (is_turned) std::reverse(order.begin(), order.end());
        auto found = Translator(*model, src, tgt, config.search, torch::kCPU).translate(order);
        if (is_turned) std::reverse(found.begin(), found.end());
        return found;
    }

    TemporaryFolder folder;
    Config config;
    std::vector<std::string> lines;
};

}  // namespace

TEST_CASE("text and score of a line depend on no other line, on no order, batch or number of threads") {
    Toy toy;
    const int threads = at::get_num_threads();
    for (const auto precision : {Precision::fp32, Precision::bf16, Precision::int8}) {
        if (usable_precision(precision, torch::kCPU) != precision) continue;
        for (const std::int64_t beam : {1, 5}) {
            toy.config.search.precision = precision;
            toy.config.search.beam = beam;
            const auto alone = toy.translate(1, 1);
            const auto differ = std::count_if(alone.begin(), alone.end(),
                                              [&](const Translation& one) { return one.text != alone[0].text; });
            CHECK(differ > 30);  // or the test would show little
            for (const auto& others : {toy.translate(7, 2), toy.translate(64, 1), toy.translate(64, 2, true)})
                for (std::size_t i = 0; i < alone.size(); ++i) {
                    REQUIRE(others[i].text == alone[i].text);
                    REQUIRE(others[i].score == alone[i].score);
                    REQUIRE(others[i].normalized_score == alone[i].normalized_score);
                }
        }
    }
    at::set_num_threads(threads);
}

TEST_CASE("what is thrown before a batch leaves the translator as it was") {
    Toy toy;
    const Vocabulary src(toy.folder.file("src")), tgt(toy.folder.file("tgt"));
    Seq2Seq model(toy.config.model, src.size(), tgt.size());
    initialise(*model, 1);
    model->train();
    toy.config.search.batch_sentences = 7;
    int batches = 0;
    {
        Translator translator(*model, src, tgt, toy.config.search, torch::kCPU);
        const auto before = translator.translate(toy.lines);
        CHECK_THROWS_AS(translator.translate(toy.lines, false,
                                             [&] {
                                                 if (++batches == 3) throw std::runtime_error("enough");
                                             }),
                        std::runtime_error);
        CHECK(batches == 3);
        const auto after = translator.translate(toy.lines);
        for (std::size_t i = 0; i < before.size(); ++i) CHECK(after[i].text == before[i].text);
    }
    CHECK(model->is_training());
}
