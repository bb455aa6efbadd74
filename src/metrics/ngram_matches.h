#pragma once
// Counts of n-grams that a hypothesis shares with its references, for one segment at a time.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace nmt {

/// BLEU's longest n-gram.
inline constexpr std::size_t kMaxNgramOrder = 4;

/// A trie of the hypothesis's n-grams, kept in a hash table; references only look up in it. Its memory is reused from
/// segment to segment: make one for each thread.
class NgramMatches {
public:
    using Counts = std::array<std::int64_t, kMaxNgramOrder>;  // [order - 1]

    /// Starts a new segment. The bytes behind `tokens` must live until the last call for this segment.
    void set_hypothesis(std::span<const std::string_view> tokens);

    /// Each n-gram's reference count becomes the largest that any reference has (Papineni 2002, 2.1).
    void add_reference(std::span<const std::string_view> tokens);

    /// For each order, n-grams of the hypothesis that are in a reference, clipped at their reference count.
    Counts correct() const;

    /// For each order, n-grams of the hypothesis.
    Counts total() const;

private:
    struct TokenSlot {
        std::string_view token;
        std::uint32_t id = 0;  // 0: the slot is free
    };
    struct ChildSlot {
        std::uint64_t key = 0;   // parent node, token id
        std::uint32_t node = 0;  // 0: the slot is free
    };
    struct Node {
        std::uint32_t order_index = 0;  // order - 1
        std::int64_t hyp_count = 0;
        std::int64_t ref_count = 0;      // in the reference at hand
        std::int64_t max_ref_count = 0;  // over all references
    };

    TokenSlot& token_slot(std::string_view token);
    ChildSlot& child_slot(std::uint32_t parent, std::uint32_t token_id);

    std::vector<TokenSlot> token_table_;  // open addressing, a power of two of slots, at most half of them taken
    std::vector<ChildSlot> child_table_;
    std::vector<Node> nodes_;               // [0] is the root
    std::vector<std::uint32_t> token_ids_;  // of the sentence at hand; 0: not a word of the hypothesis
    std::vector<std::uint32_t> touched_nodes_;
    std::size_t hyp_len_ = 0;
};

}  // namespace nmt
