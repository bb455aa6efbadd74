#include "data/ordered_pipeline.h"

#include <chrono>
#include <stdexcept>

#include "catch.h"

using namespace nmt;

TEST_CASE("results come in the order of the work, whoever finishes first") {
    OrderedPipeline<int, int> pipeline(4, [](int i) {
        std::this_thread::sleep_for(std::chrono::microseconds(i % 5 * 200));
        return i * i;
    });
    int next = 0;
    for (int i = 0; i < 200; ++i) {
        pipeline.push(i);
        if (pipeline.pending() == 9) {
            REQUIRE(pipeline.pop() == next * next);
            ++next;
        }
    }
    for (; pipeline.pending() > 0; ++next) REQUIRE(pipeline.pop() == next * next);
    CHECK(next == 200);
}

TEST_CASE("what the work throws arrives at its place") {
    OrderedPipeline<int, int> pipeline(2, [](int i) { return i == 1 ? throw std::runtime_error("one") : i; });
    for (int i = 0; i < 3; ++i) pipeline.push(i);
    CHECK(pipeline.pop() == 0);
    CHECK_THROWS_WITH(pipeline.pop(), "one");
    CHECK(pipeline.pop() == 2);
}

TEST_CASE("a pipeline can be left with work in it") {
    OrderedPipeline<int, int> pipeline(2, [](int i) { return i; });
    for (int i = 0; i < 1000; ++i) pipeline.push(i);
}
