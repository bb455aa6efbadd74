#include "model/candidate_output.h"

#include "catch.h"
#include "model/packed_weight.h"
#include "model/precision.h"
#include "model/small_model.h"

using namespace nmt;

namespace {

const std::vector<std::vector<std::int32_t>> kTokens{{3, 5, 6, 200}, {3}, {1, 3, 199, 260, 299}};

}  // namespace

TEST_CASE("each sentence's candidates have the numbers that the whole output layer gives them") {
    const torch::NoGradGuard no_grad;
    if (!has_avx512()) return;
    const auto precision = GENERATE(Precision::fp32, Precision::bf16, Precision::int8);
    if (!has_instructions(precision)) return;
    const auto weight = cosines({300, 65}, 0.2), bias = cosines({300}, 0.9), t = cosines({6, 65}, 0.5);
    const auto all = PackedWeight(weight, precision).linear(t, bias);
    CandidateOutput candidates(weight, bias, kTokens, precision);
    const auto logits = candidates.logits(t);
    REQUIRE(logits.sizes() == at::IntArrayRef{6, 5});
    const auto check = [&](const torch::Tensor& found, std::int64_t row, const std::vector<std::int32_t>& tokens,
                           const torch::Tensor& expected) {
        for (std::size_t j = 0; j < tokens.size(); ++j) {
            const auto number = found[row][static_cast<std::int64_t>(j)].item<float>();
            CHECK(std::abs(number - expected[tokens[j]].item<float>()) < (precision == Precision::fp32 ? 1e-5 : 1e-6));
        }
    };
    for (std::int64_t row = 0; row < 6; ++row) check(logits, row, kTokens[static_cast<std::size_t>(row / 2)], all[row]);

    candidates.keep({0, 2});
    CHECK(candidates.tokens() == std::vector<std::vector<std::int32_t>>{kTokens[0], kTokens[2]});
    const auto kept = candidates.logits(t.index_select(0, torch::tensor({1L, 4L})));
    check(kept, 0, kTokens[0], all[1]);
    check(kept, 1, kTokens[2], all[4]);
}

TEST_CASE("a sentence's numbers do not depend on the lists beside it, bit for bit") {
    const torch::NoGradGuard no_grad;
    if (!has_avx512()) return;
    const auto precision = GENERATE(Precision::fp32, Precision::bf16, Precision::int8);
    if (!has_instructions(precision)) return;
    for (const std::int64_t size : {65, 512, 1280}) {
        const auto weight = cosines({2000, size}, 0.2), bias = cosines({2000}, 0.9), t = cosines({70, size}, 0.5);
        std::vector<std::vector<std::int32_t>> lists;
        for (std::int32_t i = 0; i < 70; ++i) {
            lists.emplace_back();
            for (std::int32_t token = i; token < 2000; token += 3 + i) lists.back().push_back(token);
        }
        const auto together = CandidateOutput(weight, bias, lists, precision).logits(t);
        for (std::int64_t i = 0; i < 70; ++i) {
            const auto& list = lists[static_cast<std::size_t>(i)];
            const auto alone = CandidateOutput(weight, bias, {list}, precision).logits(t.narrow(0, i, 1));
            REQUIRE(torch::equal(alone[0], together[i].narrow(0, 0, std::ssize(list))));
        }
    }
}
