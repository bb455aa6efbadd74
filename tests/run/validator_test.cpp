// What a validation promises: its figures, or nothing at all once it is asked to stop.

#include "run/validator.h"

#include "catch.h"
#include "temporary_folder.h"
#include "text/captured_stderr.h"
#include "text/toy_corpus.h"
#include "text/train_vocabulary.h"
#include "train/toy_training.h"

using namespace nmt;

TEST_CASE("a validation stops before any batch, of the loss or of the translations, and leaves the model training") {
    const TemporaryFolder folder;
    const CorpusFiles files = write_toy_corpus(folder, 100);
    {
        const CapturedStderr quiet;
        train_vocabulary(files, Side::both, {.size = 70}, 1, folder.file("model"));
    }
    const Vocabulary vocabulary(folder.file("model"));
    auto config = toy_config(Attention::dot, Cell::gru, Position::after_cell);
    config.search.batch_sentences = 4;
    config.search.max_length = 5;
    Seq2Seq model(config.model, vocabulary.size(), vocabulary.size());
    initialise(*model, 1);
    model->train();
    ToyData data;  // ten batches
    const DevText text{std::vector<std::string>(20, "chat vert ."), std::vector<std::string>(20, "the green cat!")};
    Validator validator(*model, vocabulary, vocabulary, data, text, config, torch::kCPU);
    int asked = 0;
    CHECK(validator.validate([&] { return ++asked, false; }).has_value());
    CHECK(asked == 10 + 5);
    for (int stop = 1; stop <= 15; ++stop) {
        asked = 0;
        CHECK_FALSE(validator.validate([&] { return ++asked == stop; }).has_value());
        CHECK(asked == stop);
        CHECK(model->is_training());
    }
}
