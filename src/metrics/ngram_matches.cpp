#include "metrics/ngram_matches.h"

#include <algorithm>
#include <bit>
#include <functional>

namespace nmt {
namespace {

std::size_t table_size(std::size_t entries) {
    return std::bit_ceil(2 * entries + 2);
}

}  // namespace

NgramMatches::TokenSlot& NgramMatches::token_slot(std::string_view token) {
    const std::size_t mask = token_table_.size() - 1;
    std::size_t at = std::hash<std::string_view>{}(token)&mask;
    while (token_table_[at].id != 0 && token_table_[at].token != token) at = (at + 1) & mask;
    return token_table_[at];
}

NgramMatches::ChildSlot& NgramMatches::child_slot(std::uint32_t parent, std::uint32_t token_id) {
    const std::uint64_t key = (static_cast<std::uint64_t>(parent) << 32) | token_id;
    const std::size_t mask = child_table_.size() - 1;
    std::size_t at = ((key * 0x9E3779B97F4A7C15ULL) >> 32) & mask;
    while (child_table_[at].node != 0 && child_table_[at].key != key) at = (at + 1) & mask;
    child_table_[at].key = key;
    return child_table_[at];
}

void NgramMatches::set_hypothesis(std::span<const std::string_view> tokens) {
    hyp_len_ = tokens.size();
    token_table_.assign(table_size(tokens.size()), {});
    child_table_.assign(table_size(kMaxNgramOrder * tokens.size()), {});
    nodes_.assign(1, {});
    token_ids_.clear();
    std::uint32_t known_tokens = 0;
    for (std::string_view token : tokens) {
        TokenSlot& slot = token_slot(token);
        if (slot.id == 0) slot = {token, ++known_tokens};
        token_ids_.push_back(slot.id);
    }
    for (std::size_t start = 0; start < tokens.size(); ++start) {
        std::uint32_t node = 0;
        for (std::size_t i = 0; i < std::min(kMaxNgramOrder, tokens.size() - start); ++i) {
            ChildSlot& slot = child_slot(node, token_ids_[start + i]);
            if (slot.node == 0) {
                slot.node = static_cast<std::uint32_t>(nodes_.size());
                nodes_.push_back({.order_index = static_cast<std::uint32_t>(i)});
            }
            node = slot.node;
            ++nodes_[node].hyp_count;
        }
    }
}

void NgramMatches::add_reference(std::span<const std::string_view> tokens) {
    token_ids_.clear();
    for (std::string_view token : tokens) token_ids_.push_back(token_slot(token).id);
    touched_nodes_.clear();
    for (std::size_t start = 0; start < tokens.size(); ++start) {
        std::uint32_t node = 0;
        for (std::size_t i = 0; i < std::min(kMaxNgramOrder, tokens.size() - start); ++i) {
            const std::uint32_t token_id = token_ids_[start + i];
            if (token_id == 0) break;
            node = child_slot(node, token_id).node;
            if (node == 0) break;  // no longer n-gram of the hypothesis begins like this
            if (nodes_[node].ref_count++ == 0) touched_nodes_.push_back(node);
        }
    }
    for (std::uint32_t touched : touched_nodes_) {
        Node& node = nodes_[touched];
        node.max_ref_count = std::max(node.max_ref_count, node.ref_count);
        node.ref_count = 0;
    }
}

NgramMatches::Counts NgramMatches::correct() const {
    Counts correct{};
    for (std::size_t i = 1; i < nodes_.size(); ++i)
        correct[nodes_[i].order_index] += std::min(nodes_[i].hyp_count, nodes_[i].max_ref_count);
    return correct;
}

NgramMatches::Counts NgramMatches::total() const {
    Counts total{};
    for (std::size_t i = 0; i < kMaxNgramOrder && i < hyp_len_; ++i) total[i] = static_cast<std::int64_t>(hyp_len_ - i);
    return total;
}

}  // namespace nmt
