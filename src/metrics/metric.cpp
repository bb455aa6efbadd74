#include "metrics/metric.h"

namespace nmt {

std::vector<double> StatisticsTable::sum() const {
    std::vector<double> total(columns, 0.0);
    for (std::size_t segment = 0; segment < rows(); ++segment)
        for (std::size_t column = 0; column < columns; ++column) total[column] += values[segment * columns + column];
    return total;
}

}  // namespace nmt
