#include "base/nearest.h"

#include "catch.h"

using namespace nmt;

TEST_CASE("the edit distance counts insertions, deletions, substitutions and swaps") {
    CHECK(edit_distance("", "") == 0);
    CHECK(edit_distance("", "beam") == 4);
    CHECK(edit_distance("kitten", "sitting") == 3);  // Wagner and Fischer's textbook pair
    CHECK(edit_distance("atention", "attention") == 1);
    CHECK(edit_distance("attentoin", "attention") == 1);
    CHECK(edit_distance("CA", "abc") == 3);  // 2 if a swapped pair could be edited again
    CHECK(edit_distance("LSTM", "lstm") == 0);
}

TEST_CASE("the edit distance is symmetric, and zero only between equal words") {
    std::vector<std::string> words = {""};
    for (std::size_t i = 0; i < words.size() && words[i].size() < 3; ++i) {
        for (const char c : {'a', 'b'}) words.push_back(words[i] + c);
    }
    REQUIRE(words.size() == 15);
    for (const auto& a : words) {
        for (const auto& b : words) {
            REQUIRE(edit_distance(a, b) == edit_distance(b, a));
            REQUIRE((edit_distance(a, b) == 0) == (a == b));
        }
    }
}

TEST_CASE("the nearest name is suggested only when it is near") {
    const std::vector<std::string> names = {"none", "additive", "dot", "general", "scaled_dot", "query_key"};
    CHECK(nearest_name("aditive", names) == "additive");
    CHECK(nearest_name("addtivie", names) == "additive");
    CHECK(nearest_name("GENERAL", names) == "general");
    CHECK(nearest_name("dott", names) == "dot");
    CHECK(nearest_name("no", names) == "none");
    CHECK(nearest_name("transformer", names) == std::nullopt);
    CHECK(nearest_name("xyz", names) == std::nullopt);
    CHECK(nearest_name("x", {}) == std::nullopt);
    CHECK(nearest_name("ab", {"aa", "bb"}) == "aa");
}
