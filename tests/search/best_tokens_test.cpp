#include "search/best_tokens.h"

#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <torch/types.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

#include "base/error.h"
#include "base/random_stream.h"
#include "catch.h"

using namespace nmt;

namespace {

/// [rows, columns] float of `levels` different values (0: all different) with some -inf.
at::Tensor made_up(std::int64_t rows, std::int64_t columns, std::uint64_t levels) {
    RandomStream stream(random_key(3, RandomPurpose::init, {static_cast<std::uint64_t>(columns), levels}));
    at::Tensor table = torch::empty({rows, columns});
    float* value = table.mutable_data_ptr<float>();
    for (std::int64_t i = 0; i < table.numel(); ++i) {
        value[i] = -static_cast<float>(stream.below(levels == 0 ? 1 << 23 : levels));
        if (stream.below(10) == 0) value[i] = -INFINITY;
    }
    return table;
}

/// Every row fully sorted: what the fast ways must agree with.
void check_against_sort(const at::Tensor& table, std::int64_t k, const BestTokens& best) {
    const std::int64_t columns = table.size(1);
    REQUIRE(best.per_row == std::min(k, columns));
    for (std::int64_t row = 0; row < table.size(0); ++row) {
        const float* values = table.const_data_ptr<float>() + row * columns;
        std::vector<std::int32_t> order(columns);
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](auto i, auto j) { return values[i] > values[j]; });
        CHECK(best.eos_log_probs[row] == values[columns / 2]);
        for (std::int64_t j = 0; j < best.per_row; ++j) {
            const float value = best.log_probs[row * best.per_row + j];
            REQUIRE(value == values[order[j]]);
            if (std::isfinite(value)) REQUIRE(best.tokens[row * best.per_row + j] == order[j]);
        }
    }
}

/// A table handed out in pieces of a width and height of its own, from all threads, the last first.
class PiecesOf : public ScoresInPieces {
public:
    PiecesOf(const at::Tensor& table, std::int64_t width, std::int64_t height)
        : table_(table), width_(width), height_(height) {}

    std::int64_t rows() const override { return table_.size(0); }
    std::int64_t columns() const override { return table_.size(1); }
    void read(const std::function<void(const ScorePiece&)>& read) const override {
        const auto bands = (columns() + width_ - 1) / width_;
        threads_seen = 1;
        at::parallel_for(0, bands, 1, [&](std::int64_t begin, std::int64_t end) {
            if (at::get_thread_num() > 0) threads_seen = at::get_thread_num() + 1;
            for (auto band = end - 1; band >= begin; --band)
                for (auto row = (rows() - 1) / height_ * height_; row >= 0; row -= height_) {
                    const auto column = band * width_;
                    const auto height = std::min(height_, rows() - row), width = std::min(width_, columns() - column);
                    const auto copy = table_.narrow(0, row, height).narrow(1, column, width).contiguous();
                    read({row, height, column, width, copy.const_data_ptr<float>(), width});
                }
        });
    }

    mutable std::atomic<int> threads_seen = 0;

private:
    at::Tensor table_;
    std::int64_t width_, height_;
};

}  // namespace

TEST_CASE("a table in pieces gives what the whole table gives, to the last bit, with any number of threads") {
    for (const bool are_logits : {true, false})
        for (const std::uint64_t levels : {0, 3})  // with few levels ties cross the borders of pieces and threads
            for (const std::int64_t columns : {40, 64, 1000}) {
                const at::Tensor table = made_up(37, columns, levels) / (levels == 0 ? 1 << 19 : 1);
                const at::Tensor tokens = torch::arange(37) % columns;
                const StepOutput whole{table, {}, are_logits};
                const auto expected = best_tokens(whole, 6, 5);
                const auto forced = log_probs_of(whole, tokens);
                for (const int threads : {1, 2, 3})
                    for (const std::int64_t width : {64, 192}) {
                        const int before = at::get_num_threads();
                        at::set_num_threads(threads);
                        StepOutput step{{}, {}, are_logits};
                        const auto pieces = std::make_shared<PiecesOf>(table, width, 16);
                        step.pieces = pieces;
                        const auto got = best_tokens(step, 6, 5);
                        CHECK(got.log_probs == expected.log_probs);
                        CHECK(got.eos_log_probs == expected.eos_log_probs);
                        for (std::size_t i = 0; i < got.tokens.size(); ++i)
                            if (std::isfinite(got.log_probs[i])) CHECK(got.tokens[i] == expected.tokens[i]);
                        CHECK(log_probs_of(step, tokens).equal(forced));
                        at::set_num_threads(before);
                        if (threads > 1 && columns > width) CHECK(pieces->threads_seen > 1);
                    }
            }
    StepOutput step{{}, {}, true};
    step.pieces = std::make_shared<PiecesOf>(made_up(3, 100, 0), 32, 3);
    CHECK_THROWS_AS(best_tokens(step, 2, 1), InternalError);  // a sum would run over half a block
}

TEST_CASE("a row's log probabilities are the same to the last bit alone and among any number of others") {
    at::Tensor all = 3 * torch::sin(1.7 * torch::arange(40 * 1900)).view({40, 1900});
    all.select(1, 1234).fill_(10);  // the sum of exponentials is below 2, so its last bits are seen in its logarithm
    const at::Tensor tokens = 41 * torch::arange(40);
    std::vector<BestTokens> alone;
    std::vector<float> forced_alone;
    for (std::int64_t row = 0; row < 40; ++row) {
        const StepOutput one{all.narrow(0, row, 1), {}, /*are_logits=*/true};
        alone.push_back(best_tokens(one, 3, 7));
        forced_alone.push_back(log_probs_of(one, tokens.narrow(0, row, 1)).item<float>());
    }
    for (const std::int64_t rows : {2, 8, 12, 15, 24, 29, 31, 40}) {
        const StepOutput some{all.narrow(0, 0, rows), {}, /*are_logits=*/true};
        const auto together = best_tokens(some, 3, 7);
        const auto forced = log_probs_of(some, tokens.narrow(0, 0, rows));
        for (std::int64_t row = 0; row < rows; ++row) {
            CAPTURE(rows, row);
            for (std::int64_t i = 0; i < 3; ++i)
                CHECK(together.log_probs[row * 3 + i] == alone[static_cast<std::size_t>(row)].log_probs[i]);
            CHECK(together.eos_log_probs[row] == alone[static_cast<std::size_t>(row)].eos_log_probs[0]);
            CHECK(forced[row].item<float>() == forced_alone[static_cast<std::size_t>(row)]);
        }
    }
}

TEST_CASE("logits become PyTorch's log probabilities, and a row's depend on that row alone") {
    const at::Tensor logits = 0.5 * torch::sin(1.7 * torch::arange(7 * 301)).view({7, 301}) * torch::arange(1, 302);
    const at::Tensor tokens = torch::tensor({0L, 300L, 5L, 5L, 77L, 150L, 299L});
    const auto [expected, columns] = torch::log_softmax(logits.to(at::kDouble), 1).topk(6, 1);
    const auto close = [](double a, double b) { return std::abs(a - b) < 1e-6 * (1 + std::abs(b)); };
    const StepOutput step{logits, {}, /*are_logits=*/true};
    const auto forced = log_probs_of(step, tokens);
    for (const auto& best : {best_tokens(step, 6, 7), best_tokens_by_topk(step, 6, 7)})
        for (std::int64_t row = 0; row < 7; ++row) {
            const at::Tensor all = torch::log_softmax(logits[row].to(at::kDouble), 0);
            CHECK(close(best.eos_log_probs[row], all[7].item<double>()));
            CHECK(close(forced[row].item<double>(), all[tokens[row]].item<double>()));
            for (std::int64_t i = 0; i < 6; ++i) {
                CHECK(best.tokens[row * 6 + i] == columns[row][i].item<std::int64_t>());
                CHECK(close(best.log_probs[row * 6 + i], expected[row][i].item<double>()));
            }
        }
    const auto together = best_tokens(step, 6, 7);
    for (std::int64_t row = 0; row < 7; ++row) {
        const StepOutput one{logits.narrow(0, row, 1).clone(), {}, /*are_logits=*/true};
        const auto alone = best_tokens(one, 6, 7);
        for (std::int64_t i = 0; i < 6; ++i) CHECK(alone.log_probs[i] == together.log_probs[row * 6 + i]);
        CHECK(log_probs_of(one, tokens.narrow(0, row, 1)).item<float>() == forced[row].item<float>());
        // A search and a forced decoding score a token alike.
        const auto best_token = torch::tensor({static_cast<std::int64_t>(alone.tokens[0])});
        CHECK(log_probs_of(one, best_token).item<float>() == alone.log_probs[0]);
    }
}

TEST_CASE("the best tokens are those of a full stable sort, ties included, on both ways") {
    for (std::int64_t columns : {1, 5, 64, 131, 3001}) {
        for (std::uint64_t levels : {0, 1, 2, 40}) {
            const at::Tensor table = made_up(3, columns, levels);
            for (std::int64_t k : {1, 2, 9, 40}) {
                check_against_sort(table, k, best_tokens({table}, k, columns / 2));
                check_against_sort(table, k, best_tokens_by_topk({table}, k, columns / 2));
            }
        }
    }
}

TEST_CASE("rows in ascending and descending order give the same best tokens") {
    const at::Tensor ascending = torch::arange(-300, 0).to(at::kFloat).view({2, 150}).contiguous();
    check_against_sort(ascending, 7, best_tokens({ascending}, 7, 75));
    const at::Tensor descending = ascending.flip(1).contiguous();
    check_against_sort(descending, 7, best_tokens({descending}, 7, 75));
}

TEST_CASE("of lists of tokens the best are those of the whole table in which all others are impossible") {
    const std::vector<std::vector<std::int32_t>> lists{{0, 7, 11, 80, 81, 99}, {7}, {3, 7, 50}};
    const at::Tensor table = 3 * torch::sin(1.7 * torch::arange(6 * 100)).view({6, 100});
    at::Tensor masked = torch::full({6, 100}, -INFINITY), listed = torch::full({6, 6}, NAN);  // past a list: not read
    for (std::int64_t row = 0; row < 6; ++row) {
        const auto& list = lists[static_cast<std::size_t>(row / 2)];
        for (std::int64_t j = 0; j < std::ssize(list); ++j) masked[row][list[j]] = listed[row][j] = table[row][list[j]];
    }
    for (const bool are_logits : {true, false}) {
        const StepOutput step{listed, {}, are_logits, &lists}, whole{masked, {}, are_logits};
        const auto best = best_tokens(step, 4, 7), expected = best_tokens(whole, 4, 7);
        REQUIRE(best.per_row == 4);
        for (std::size_t i = 0; i < best.log_probs.size(); ++i) {
            if (std::isinf(expected.log_probs[i])) {
                CHECK(std::isinf(best.log_probs[i]));
                continue;
            }
            CHECK(std::abs(best.log_probs[i] - expected.log_probs[i]) < 1e-6);
            CHECK(best.tokens[i] == expected.tokens[i]);
        }
        for (std::size_t row = 0; row < 6; ++row)
            CHECK(std::abs(best.eos_log_probs[row] - expected.eos_log_probs[row]) < 1e-6);
        const at::Tensor tokens = torch::tensor({0L, 8L, 7L, 0L, 50L, 99L});
        CHECK(torch::allclose(log_probs_of(step, tokens), log_probs_of(whole, tokens), 1e-6, 1e-6));
    }
    CHECK_THROWS_AS(best_tokens({listed, {}, true, &lists}, 4, 8), InternalError);  // eos is not among them
    const std::vector<std::vector<std::int32_t>> four{{7}, {7}, {7}, {7}};
    CHECK_THROWS_AS(best_tokens({listed, {}, true, &four}, 4, 7), InternalError);  // 6 rows of 4 sentences
}

TEST_CASE("views and other types are read by their values") {
    const at::Tensor table = made_up(6, 40, 0);
    check_against_sort(table.slice(0, 0, 6, 2).contiguous(), 4, best_tokens({table.slice(0, 0, 6, 2)}, 4, 20));
    check_against_sort(table.t().contiguous(), 4, best_tokens({table.t()}, 4, 3));
    check_against_sort(table, 4, best_tokens({table.to(at::kDouble)}, 4, 20));
}

TEST_CASE("the table given is not changed") {
    const at::Tensor table = made_up(3, 50, 4), copy = table.clone();
    best_tokens({table}, 5, 2);
    best_tokens_by_topk({table}, 5, 2);
    CHECK(table.equal(copy));
}

TEST_CASE("a NaN or +inf anywhere in a row is refused with its row") {
    for (float value : {std::nanf(""), INFINITY}) {
        for (std::int64_t column : {0, 70, 199}) {
            at::Tensor table = made_up(4, 200, 0);
            table[2][column] = value;
            CHECK_THROWS_WITH(best_tokens({table}, 3, 1), Catch::Matchers::Contains("row 2 of the scores"));
            CHECK_THROWS_WITH(best_tokens_by_topk({table}, 3, 1), Catch::Matchers::Contains("row 2 of the scores"));
            StepOutput logits{{}, {}, /*are_logits=*/true};
            logits.pieces = std::make_shared<PiecesOf>(table, 64, 3);
            CHECK_THROWS_WITH(best_tokens(logits, 3, 1), Catch::Matchers::Contains("row 2 of the scores"));
            CHECK_FALSE(std::isfinite(log_probs_of(logits, torch::full({4}, 5L))[2].item<float>()));
        }
    }
    CHECK_THROWS_AS(best_tokens({made_up(2, 5, 0)}, 3, 5), InternalError);
    CHECK_THROWS_AS(best_tokens({made_up(2, 5, 0).unsqueeze(2)}, 3, 0), InternalError);  // no table
}

TEST_CASE("the best tokens on a CUDA device are those on the CPU") {
    if (!torch::cuda::is_available()) return;
    for (std::uint64_t levels : {0, 2, 40}) {
        const at::Tensor table = made_up(5, 3001, levels);
        check_against_sort(table, 9, best_tokens({table.to(at::kCUDA)}, 9, 1500));
    }
}
