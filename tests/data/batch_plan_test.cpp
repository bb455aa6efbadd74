#include "data/batch_plan.h"

#include <algorithm>
#include <set>

#include "base/random_stream.h"
#include "catch.h"

using namespace nmt;

namespace {

/// Lengths like those of captions: 4 to 30 tokens, the sides correlated.
std::vector<PairRecord> make_records(std::size_t count, std::uint64_t seed = 3) {
    RandomStream random(seed);
    std::vector<PairRecord> records(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto tgt = 4 + random.below(7) + random.below(7) + random.below(7) + random.below(9);
        const auto src = std::max<std::uint64_t>(1, tgt + random.below(9) - 4);
        records[i] = {0, i + 1, static_cast<std::uint32_t>(src), static_cast<std::uint32_t>(tgt)};
    }
    return records;
}

bool equal(const BatchPlan& one, const BatchPlan& two) {
    if (one.size() != two.size()) return false;
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (!std::ranges::equal(one.batch(i), two.batch(i))) return false;
    }
    return true;
}

void check_every_pair_once(const BatchPlan& plan, std::size_t pairs) {
    std::vector<int> seen(pairs, 0);
    for (std::size_t i = 0; i < plan.size(); ++i) {
        REQUIRE_FALSE(plan.batch(i).empty());
        for (const std::uint32_t pair : plan.batch(i)) ++seen.at(pair);
    }
    CHECK(std::ranges::count(seen, 1) == static_cast<std::ptrdiff_t>(pairs));
    CHECK(plan.pairs().size() == pairs);
}

/// n (max src + 1 + max tgt + 1), counted without the code under test.
std::size_t positions(std::span<const std::uint32_t> batch, const std::vector<PairRecord>& records) {
    std::size_t src = 0, tgt = 0;
    for (const std::uint32_t pair : batch) {
        src = std::max<std::size_t>(src, records[pair].src_length + 1);
        tgt = std::max<std::size_t>(tgt, records[pair].tgt_length + 1);
    }
    return batch.size() * (src + tgt);
}

}  // namespace

TEST_CASE("every pair is in exactly one batch of an epoch") {
    for (const std::size_t count : {1, 2, 63, 1001}) {
        const auto records = make_records(count);
        for (const BatchOptions& options :
             {BatchOptions{700, 0, 97}, BatchOptions{700, 0, 500000}, BatchOptions{0, 7, 97}, BatchOptions{1, 0, 10}}) {
            check_every_pair_once(epoch_batch_plan(records, options, 5, 2), count);
        }
    }
    CHECK(epoch_batch_plan({}, {}, 1, 1).size() == 0);
}

TEST_CASE("the plan is a pure function of seed and epoch, and each changes it") {
    const auto records = make_records(1001);
    const BatchOptions options{700, 0, 300};
    const BatchPlan plan = epoch_batch_plan(records, options, 5, 2);
    epoch_batch_plan(records, options, 9, 9);  // leaves no trace
    CHECK(equal(plan, epoch_batch_plan(records, options, 5, 2)));
    CHECK_FALSE(equal(plan, epoch_batch_plan(records, options, 5, 3)));
    CHECK_FALSE(equal(plan, epoch_batch_plan(records, options, 6, 2)));
}

TEST_CASE("only lengths decide, not lines or offsets") {
    auto records = make_records(500);
    const BatchPlan plan = epoch_batch_plan(records, {700, 0, 300}, 5, 2);
    for (PairRecord& record : records) {
        record.line_number += 7;
        record.token_offset += 9;
    }
    CHECK(equal(plan, epoch_batch_plan(records, {700, 0, 300}, 5, 2)));
}

TEST_CASE("epochs form different batches, not only another order of them") {
    const auto records = make_records(2000);
    const auto batches_of = [&](std::uint64_t epoch) {
        const BatchPlan plan = epoch_batch_plan(records, {700, 0}, 5, epoch);
        std::set<std::vector<std::uint32_t>> batches;
        for (std::size_t i = 0; i < plan.size(); ++i) {
            std::vector<std::uint32_t> batch(plan.batch(i).begin(), plan.batch(i).end());
            std::ranges::sort(batch);
            batches.insert(batch);
        }
        return batches;
    };
    const auto one = batches_of(1), two = batches_of(2);
    const auto shared = std::ranges::count_if(one, [&](const auto& batch) { return two.contains(batch); });
    CHECK(static_cast<std::size_t>(shared) < one.size() / 5);
}

TEST_CASE("a batch stays within the token budget unless a single pair is over it") {
    auto records = make_records(1001);
    records[17].src_length = 900;
    records[400].tgt_length = 699;  // with eos and its source over 700
    const BatchPlan plan = epoch_batch_plan(records, {700, 0, 400}, 5, 2);
    std::size_t alone = 0;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        if (positions(plan.batch(i), records) <= 700) continue;
        REQUIRE(plan.batch(i).size() == 1);
        ++alone;
    }
    CHECK(alone == 2);
}

TEST_CASE("the eos of both sides counts in the budget") {
    std::vector<PairRecord> records(6, {0, 1, 4, 3});  // 9 positions each
    CHECK(epoch_batch_plan(records, {18, 0}, 1, 1).size() == 3);
    CHECK(epoch_batch_plan(records, {17, 0}, 1, 1).size() == 6);
    CHECK(epoch_batch_plan(records, {54, 0}, 1, 1).size() == 1);
}

TEST_CASE("batches by sentences are full but for the last of a pool") {
    const auto records = make_records(1000);
    const BatchPlan plan = epoch_batch_plan(records, {1, 64, 250}, 5, 2);  // the token budget is not used
    std::size_t full = 0;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        REQUIRE(plan.batch(i).size() <= 64);
        full += plan.batch(i).size() == 64;
    }
    CHECK(plan.size() == 16);
    CHECK(full == 12);
}

TEST_CASE("batches do not come sorted by length") {
    const auto records = make_records(5000);
    const BatchPlan plan = epoch_batch_plan(records, {1000, 0}, 5, 2);
    double before = 0, rising = 0;
    for (std::size_t i = 0; i < plan.size(); ++i) {
        const double length = records[plan.batch(i)[0]].tgt_length;
        rising += length > before;
        before = length;
    }
    CHECK(rising / static_cast<double>(plan.size()) == Approx(0.5).margin(0.15));
}

TEST_CASE("the padding share is counted over both sides") {
    // One batch: positions 2 * (5 + 4) = 18, tokens 5 + 3 + 2 + 4 = 14.
    const std::vector<PairRecord> records = {{0, 1, 4, 2}, {0, 2, 1, 3}};
    CHECK(padding_share(epoch_batch_plan(records, {0, 2}, 1, 1), records) == Approx(4.0 / 18));
    CHECK(padding_share(epoch_batch_plan(records, {0, 1}, 1, 1), records) == 0.0);
    CHECK(padding_share(BatchPlan(), records) == 0.0);
}

TEST_CASE("padding stays under 5 percent on lengths like those of captions") {
    const auto records = make_records(29000);
    CHECK(padding_share(epoch_batch_plan(records, {4096, 0}, 1, 1), records) < 0.05);
    CHECK(padding_share(epoch_batch_plan(records, {0, 64}, 1, 1), records) < 0.05);
}
