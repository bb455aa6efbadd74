#pragma once
// Edit distance as sacreBLEU's TER computes it (lib_ter.py): Levenshtein's table of hypothesis rows and reference
// columns, of which only a beam round the diagonal is filled.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nmt {

/// The words [first, middle) and [middle, last) change places.
struct WordMove {
    std::size_t first = 0, middle = 0, last = 0;
};

/// How a hypothesis lies on its reference after the cheapest edits.
struct WordAlignment {
    std::vector<std::uint8_t> is_hyp_error;  // [hypothesis word] replaced or deleted
    std::vector<std::uint8_t> is_ref_error;  // [reference word] replaces another or is inserted
    std::vector<std::size_t> hyp_end;        // [n] hypothesis words before the end of the reference's first n words
};

/// Which cells of the table the beam lets in, and where they are kept.
class EditBeam {
public:
    struct Columns {
        std::size_t first, end;
    };

    /// Neither length may be 0.
    void set_lengths(std::size_t hyp_len, std::size_t ref_len);

    /// Of row i, in which i hypothesis words are read. In row 0 only those that row 1 looks at.
    Columns columns(std::size_t row) const { return columns_[row]; }

    /// Where the cell is kept. There are unused places beside each row's columns, so that whatever a neighbour within
    /// the beam looks at has a place.
    std::size_t place(std::size_t row, std::size_t column) const {
        return row * stride_ + left_margin_ + column - columns_[row].first;
    }
    std::size_t place_count() const { return columns_.size() * stride_; }

private:
    std::vector<Columns> columns_;  // [row]
    std::size_t left_margin_ = 0;
    std::size_t stride_ = 0;
};

/// The distance of one hypothesis from its reference, and what it would be were some words moved. A cheapest path
/// through the table of the moved hypothesis crosses row `last` somewhere; up to row `first` and from row `last` on
/// both tables are the same. So only the rows between are new: the rows before come from a table of distances from the
/// start, and the rest of the path from one of distances to the end. Memory is reused: make one for each thread.
class EditDistance {
public:
    using Word = std::uint32_t;

    /// Starts with a pair of sentences, neither empty. Equal words have equal numbers.
    void set_words(std::span<const Word> hypothesis, std::span<const Word> reference);

    const std::vector<Word>& hypothesis() const { return hyp_; }

    /// Insertions, deletions and replacements that make the reference of the hypothesis.
    std::int32_t distance() const;

    /// What distance() would be after `move_words(move)`. The move must change something: first < middle < last.
    std::int32_t distance_after(const WordMove& move);

    void move_words(const WordMove& move);

    /// Of several cheapest paths the one that, read from the end, prefers a match or replacement, then a deletion,
    /// then an insertion. `alignment` is overwritten.
    void align(WordAlignment& alignment) const;

private:
    using Cost = std::int32_t;

    void fill_from_start(std::size_t begin_row);
    void fill_to_end(std::size_t row);

    EditBeam beam_;
    std::vector<Word> hyp_;
    std::vector<Word> ref_;         // [column]: the word that leads to the column; 0 at both ends, which is no word
    std::vector<Cost> from_start_;  // [place] the cheapest way from the table's start to the cell
    std::vector<Cost> to_end_;      // [place] from the cell to the table's end, for rows from to_end_row_ on
    std::vector<Cost> moved_from_start_;  // [place] as from_start_, for a moved hypothesis
    std::size_t to_end_row_ = 0;
};

}  // namespace nmt
