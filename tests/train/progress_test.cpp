#include "train/progress.h"

#include <cmath>

#include "base/error.h"
#include "catch.h"

using namespace nmt;

namespace {

double rate_at(const TrainOptions& options, std::int64_t update) {
    Progress progress;
    progress.update = update - 1;
    return learning_rate(options, progress);
}

}  // namespace

TEST_CASE("the rate warms up linearly and then stays") {
    TrainOptions options;
    options.learning_rate = 0.5;
    options.warmup_updates = 10;
    CHECK(rate_at(options, 1) == Approx(0.05));
    CHECK(rate_at(options, 5) == Approx(0.25));
    CHECK(rate_at(options, 10) == Approx(0.5));
    CHECK(rate_at(options, 1000) == Approx(0.5));
}

TEST_CASE("after the best is forgotten the next value is the best, and patience begins anew") {
    TrainOptions train;
    ValidateOptions validate;
    validate.metric = DevMetric::bleu;
    Progress progress;
    progress.update = 10;
    CHECK(record_validation(progress, 30, train, validate));
    progress.update = 20;
    CHECK_FALSE(record_validation(progress, 29, train, validate));
    forget_best(progress);
    CHECK(progress.stalled_validations == 0);
    validate.metric = DevMetric::perplexity;
    progress.update = 30;
    CHECK(record_validation(progress, 40, train, validate));
    CHECK(progress.best_update == 30);
}

TEST_CASE("inverse_sqrt falls with the root of the update after its warm-up") {
    TrainOptions options;
    options.learning_rate = 0.5;
    options.schedule = Schedule::inverse_sqrt;
    options.warmup_updates = 100;
    CHECK(rate_at(options, 50) == Approx(0.25));
    CHECK(rate_at(options, 100) == Approx(0.5));
    CHECK(rate_at(options, 400) == Approx(0.25));
    options.warmup_updates = 0;
    CHECK(rate_at(options, 4) == Approx(0.25));
}

TEST_CASE("plateau cuts the rate after plateau_patience validations without a better value") {
    TrainOptions train;
    train.schedule = Schedule::plateau;
    train.learning_rate = 1;
    train.plateau_patience = 2;
    ValidateOptions validate;
    validate.metric = DevMetric::loss;
    Progress progress;
    const auto validated = [&](double value) {
        ++progress.update;
        return record_validation(progress, value, train, validate);
    };
    CHECK(validated(3.0));
    CHECK_FALSE(validated(3.5));
    CHECK(learning_rate(train, progress) == 1.0);
    CHECK_FALSE(validated(3.0));  // equal is not better
    CHECK(learning_rate(train, progress) == 0.5);
    CHECK(validated(2.0));
    CHECK_FALSE(validated(2.5));
    CHECK(learning_rate(train, progress) == 0.5);
    CHECK(progress.stalled_validations == 1);
    CHECK(progress.best == 2.0);
}

TEST_CASE("higher BLEU is better, lower loss and perplexity are") {
    CHECK(is_better(DevMetric::bleu, 2, 1));
    CHECK_FALSE(is_better(DevMetric::loss, 2, 1));
    CHECK(is_better(DevMetric::perplexity, 1, 2));
}

TEST_CASE("the best that a crash left ahead of the state is the best again when its update is repeated") {
    TrainOptions train;
    train.schedule = Schedule::plateau;
    Progress progress;  // as loaded: the state of update 10, the best weights of update 20
    progress.update = 20;
    progress.has_best = true;
    progress.best = 30.0;
    progress.best_update = 20;
    CHECK(record_validation(progress, 30.0, train, ValidateOptions()));
    CHECK(progress.stalled_validations == 0);
    CHECK(progress.rate_factor == 1.0);
}

TEST_CASE("progress survives being written and read") {
    Progress progress;
    progress.update = 123;
    progress.epoch = 4;
    progress.batch = 17;
    progress.elapsed_seconds = 12.345678901234567;
    progress.has_best = true;
    progress.best = 33.333333333333336;
    progress.finish_reason = "because \"so\"";
    const auto read = progress_from_json(to_json(progress));
    CHECK(to_json(read) == to_json(progress));
    CHECK(read.elapsed_seconds == progress.elapsed_seconds);
    CHECK(read.best == progress.best);
    auto older = to_json(progress);  // of before there were such fields
    for (const std::string field : {",\"validated_update\":-1", ",\"corpus\":\"\"", ",\"best_criterion\":\"\""})
        older.erase(older.find(field), field.size());
    CHECK(progress_from_json(older).corpus.empty());
    CHECK(progress_from_json(older).validated_update == 123);
    CHECK_THROWS_AS(progress_from_json("{}"), UserError);
    CHECK_THROWS_AS(progress_from_json("nonsense"), UserError);
}
