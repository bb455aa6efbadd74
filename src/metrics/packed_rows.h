#pragma once
// Several tables of statistics side by side, so that one walk over drawn segments sums them all.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "base/error.h"
#include "metrics/metric.h"

namespace nmt {

/// `Scalar` is float or double.
template <class Scalar>
class PackedRows {
public:
    /// The tables have equal numbers of rows. Their numbers are rounded to Scalar.
    explicit PackedRows(std::span<const StatisticsTable* const> tables) {
        std::size_t columns = 0;
        for (const StatisticsTable* table : tables) {
            require(table->rows() == tables[0]->rows(), "packed tables have equal numbers of rows");
            first_column_.push_back(columns);
            columns += table->columns;
        }
        width_ = (columns + kLane - 1) / kLane * kLane;
        values_.resize(tables[0]->rows() * width_);
        for (std::size_t t = 0; t < tables.size(); ++t)
            for (std::size_t row = 0; row < tables[t]->rows(); ++row)
                std::ranges::transform(tables[t]->row(row),
                                       values_.begin() + static_cast<std::ptrdiff_t>(row * width_ + first_column_[t]),
                                       [](double value) { return static_cast<Scalar>(value); });
    }

    /// Numbers in a sum: those of all tables, and some zeros.
    std::size_t width() const { return width_; }

    /// Where table number `table` begins in a sum.
    std::size_t first_column(std::size_t table) const { return first_column_[table]; }

    /// Writes the sum of `rows` to `sums` [width()]: one row after the other, each addition rounded to Scalar, as NumPy
    /// sums over the first axis.
    void sum(std::span<const std::uint32_t> rows, std::span<Scalar> sums) const {
        constexpr std::size_t widest = 6 * kLane;  // that many lanes stay in registers
        for (std::size_t column = 0; column < width_; column += widest)
            switch (std::min(width_ - column, widest) / kLane) {
                case 1:
                    sum_panel<1>(rows, column, sums);
                    break;
                case 2:
                    sum_panel<2>(rows, column, sums);
                    break;
                case 3:
                    sum_panel<3>(rows, column, sums);
                    break;
                case 4:
                    sum_panel<4>(rows, column, sums);
                    break;
                case 5:
                    sum_panel<5>(rows, column, sums);
                    break;
                default:
                    sum_panel<6>(rows, column, sums);
            }
    }

private:
    static constexpr std::size_t kLaneBytes = 16;  // one SSE2 or NEON register
    static constexpr std::size_t kLane = kLaneBytes / sizeof(Scalar);
    typedef Scalar Lane __attribute__((vector_size(16)));

    template <std::size_t Lanes>
    void sum_panel(std::span<const std::uint32_t> rows, std::size_t column, std::span<Scalar> sums) const {
        Lane total[Lanes] = {};
        for (const std::uint32_t row : rows) {
            const Scalar* values = values_.data() + row * width_ + column;
            for (std::size_t lane = 0; lane < Lanes; ++lane) {
                Lane addend;
                std::memcpy(&addend, values + lane * kLane, kLaneBytes);
                total[lane] += addend;
            }
        }
        std::memcpy(sums.data() + column, total, sizeof(total));
    }

    std::vector<std::size_t> first_column_;
    std::size_t width_ = 0;       // a multiple of kLane
    std::vector<Scalar> values_;  // [row * width_ + column]
};

}  // namespace nmt
