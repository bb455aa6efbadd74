#include "base/random_stream.h"

#include <algorithm>
#include <numeric>

#include "catch.h"

using namespace nmt;

TEST_CASE("a random stream is a pure function of its key") {
    const auto key = random_key(7, RandomPurpose::epoch_order, {3});
    RandomStream one(key), two(key);
    for (int i = 0; i < 100; ++i) REQUIRE(one.next() == two.next());
}

TEST_CASE("seed, purpose and place each change the key") {
    const auto key = random_key(7, RandomPurpose::dropout, {3, 1});
    CHECK(key != random_key(8, RandomPurpose::dropout, {3, 1}));
    CHECK(key != random_key(7, RandomPurpose::init, {3, 1}));
    CHECK(key != random_key(7, RandomPurpose::dropout, {1, 3}));
    CHECK(key != random_key(7, RandomPurpose::dropout, {3}));
}

TEST_CASE("splitmix64 gives the published numbers") {
    // First outputs for state 1234567, as listed with the reference implementation in Java's SplittableRandom family.
    RandomStream stream(1234567);
    CHECK(stream.next() == 6457827717110365317ULL);
    CHECK(stream.next() == 3203168211198807973ULL);
    CHECK(stream.next() == 9817491932198370423ULL);
}

TEST_CASE("a shuffle keeps every item and is nearly uniform") {
    std::vector<int> counts(5, 0);
    for (std::uint64_t trial = 0; trial < 20000; ++trial) {
        std::vector<int> items(5);
        std::iota(items.begin(), items.end(), 0);
        RandomStream(trial).shuffle(items);
        ++counts[items[0]];
        std::sort(items.begin(), items.end());
        for (int i = 0; i < 5; ++i) REQUIRE(items[i] == i);
    }
    for (int count : counts) CHECK(count == Approx(4000).margin(300));
}

TEST_CASE("a number of a stream can be had without those before it") {
    RandomStream stream(42);
    for (std::uint64_t index = 0; index < 100; ++index) REQUIRE(random_at(42, index) == stream.next());
}
