#include "metrics/edit_distance.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"

namespace nmt {
namespace {

constexpr std::size_t kBeamWidth = 25;

/// Of a cell outside the beam. No sum of costs comes near it, and two of it still fit.
constexpr std::int32_t kUnreachable = 1 << 29;

/// One row of the table from the row above it. `above[0]` is the cell above and left of `row[0]`; `ref` begins at the
/// word of row[0]'s column. The first loop has no dependence from cell to cell, so that it becomes vector code.
void fill_row(const std::int32_t* above, std::int32_t* row, const std::uint32_t* ref, std::uint32_t word,
              std::size_t count) {
    for (std::size_t k = 0; k < count; ++k)
        row[k] = std::min(above[k] + static_cast<std::int32_t>(ref[k] != word), above[k + 1] + 1);
    std::int32_t left = kUnreachable;
    for (std::size_t k = 0; k < count; ++k) {
        left = std::min(row[k], left + 1);
        row[k] = left;
    }
}

/// The same from the row below: `below[0]` is the cell below row[0], and `ref` begins at the word of the next column.
void fill_row_backwards(const std::int32_t* below, std::int32_t* row, const std::uint32_t* ref, std::uint32_t word,
                        std::size_t count) {
    for (std::size_t k = 0; k < count; ++k)
        row[k] = std::min(below[k + 1] + static_cast<std::int32_t>(ref[k] != word), below[k] + 1);
    std::int32_t right = kUnreachable;
    for (std::size_t k = count; k-- > 0;) {
        right = std::min(row[k], right + 1);
        row[k] = right;
    }
}

}  // namespace

void EditBeam::set_lengths(std::size_t hyp_len, std::size_t ref_len) {
    require(hyp_len > 0 && ref_len > 0, "an edit beam needs words on both sides");
    // In sacreBLEU's own floating point: it decides where the pseudo-diagonal falls.
    const double ratio = static_cast<double>(ref_len) / static_cast<double>(hyp_len);
    const bool is_steep = ratio / 2 > kBeamWidth;  // rows would not touch
    const std::size_t width = is_steep ? static_cast<std::size_t>(std::ceil(ratio / 2 + kBeamWidth)) : kBeamWidth;
    columns_.resize(hyp_len + 1);
    std::size_t longest_step = 0;
    std::size_t widest = 0;
    for (std::size_t row = hyp_len + 1; row-- > 0;) {
        const auto diagonal = static_cast<std::size_t>(std::floor(static_cast<double>(row) * ratio));
        columns_[row] = {diagonal > width ? diagonal - width : 0, std::min(ref_len + 1, diagonal + width)};
        if (row == hyp_len) {
            columns_[row].end = ref_len + 1;
            continue;
        }
        if (row == 0) columns_[row].end = columns_[1].end;
        longest_step = std::max(longest_step, columns_[row + 1].first - columns_[row].first);
        widest = std::max(widest, columns_[row + 1].end - columns_[row].first);
    }
    left_margin_ = longest_step + 1;
    stride_ = left_margin_ + widest + 1;
}

void EditDistance::set_words(std::span<const Word> hypothesis, std::span<const Word> reference) {
    beam_.set_lengths(hypothesis.size(), reference.size());
    hyp_.assign(hypothesis.begin(), hypothesis.end());
    ref_.assign(1, 0);
    ref_.insert(ref_.end(), reference.begin(), reference.end());
    ref_.push_back(0);
    for (auto* table : {&from_start_, &to_end_, &moved_from_start_}) table->assign(beam_.place_count(), kUnreachable);

    const auto [first, end] = beam_.columns(0);
    for (std::size_t column = first; column < end; ++column)
        from_start_[beam_.place(0, column)] = static_cast<Cost>(column);
    fill_from_start(0);

    to_end_row_ = hyp_.size();
    const auto last = beam_.columns(to_end_row_);
    for (std::size_t column = last.first; column < last.end; ++column)
        to_end_[beam_.place(to_end_row_, column)] = static_cast<Cost>(reference.size() - column);
}

/// Fills all rows after `begin_row`.
void EditDistance::fill_from_start(std::size_t begin_row) {
    for (std::size_t row = begin_row + 1; row <= hyp_.size(); ++row) {
        const auto [first, end] = beam_.columns(row);
        Cost* cells = from_start_.data();
        fill_row(cells + beam_.place(row - 1, first) - 1, cells + beam_.place(row, first), ref_.data() + first,
                 hyp_[row - 1], end - first);
    }
}

void EditDistance::fill_to_end(std::size_t row) {
    const auto [first, end] = beam_.columns(row);
    Cost* cells = to_end_.data();
    fill_row_backwards(cells + beam_.place(row + 1, first), cells + beam_.place(row, first), ref_.data() + first + 1,
                       hyp_[row], end - first);
}

std::int32_t EditDistance::distance() const {
    return from_start_[beam_.place(hyp_.size(), ref_.size() - 2)];
}

std::int32_t EditDistance::distance_after(const WordMove& move) {
    while (to_end_row_ > move.last) fill_to_end(--to_end_row_);
    const Cost* above = from_start_.data();
    std::size_t row = move.first;
    const auto add_row = [&](Word word) {
        ++row;
        const auto [first, end] = beam_.columns(row);
        fill_row(above + beam_.place(row - 1, first) - 1, moved_from_start_.data() + beam_.place(row, first),
                 ref_.data() + first, word, end - first);
        above = moved_from_start_.data();
    };
    for (std::size_t at = move.middle; at < move.last; ++at) add_row(hyp_[at]);
    for (std::size_t at = move.first; at < move.middle; ++at) add_row(hyp_[at]);

    const auto [first, end] = beam_.columns(row);
    const Cost* before = moved_from_start_.data() + beam_.place(row, first);
    const Cost* after = to_end_.data() + beam_.place(row, first);
    Cost best = kUnreachable;
    for (std::size_t k = 0; k < end - first; ++k) best = std::min(best, before[k] + after[k]);
    return best;
}

void EditDistance::move_words(const WordMove& move) {
    const auto at = [&](std::size_t position) { return hyp_.begin() + static_cast<std::ptrdiff_t>(position); };
    std::rotate(at(move.first), at(move.middle), at(move.last));
    fill_from_start(move.first);
    to_end_row_ = std::max(to_end_row_, move.last);
}

void EditDistance::align(WordAlignment& alignment) const {
    std::size_t row = hyp_.size();
    std::size_t column = ref_.size() - 2;
    alignment.is_hyp_error.assign(row, 0);
    alignment.is_ref_error.assign(column, 0);
    alignment.hyp_end.assign(column + 1, 0);
    while (row > 0) {
        const Cost cost = from_start_[beam_.place(row, column)];
        const bool is_match = column > 0 && hyp_[row - 1] == ref_[column];
        if (column > 0 && cost == from_start_[beam_.place(row - 1, column - 1)] + (is_match ? 0 : 1)) {
            alignment.is_hyp_error[row - 1] = alignment.is_ref_error[column - 1] = is_match ? 0 : 1;
            alignment.hyp_end[column] = row;
            --row;
            --column;
        } else if (cost == from_start_[beam_.place(row - 1, column)] + 1) {
            alignment.is_hyp_error[row - 1] = 1;
            --row;
        } else {
            require(column > 0, "an edit path stays inside the table");
            alignment.is_ref_error[column - 1] = 1;
            alignment.hyp_end[column] = row;
            --column;
        }
    }
    std::fill_n(alignment.is_ref_error.begin(), column, std::uint8_t{1});  // inserted before the first word
}

}  // namespace nmt
