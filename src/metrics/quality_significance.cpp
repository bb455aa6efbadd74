#include "metrics/quality_significance.h"

#include "metrics/paired_test.h"

namespace nmt {
namespace {

StatisticsTable rows_of(const StatisticsTable& table, std::span<const std::size_t> segments) {
    StatisticsTable rows{table.columns, {}};
    rows.values.reserve(segments.size() * table.columns);
    for (std::size_t segment : segments) {
        const auto row = table.row(segment);
        rows.values.insert(rows.values.end(), row.begin(), row.end());
    }
    return rows;
}

}  // namespace

std::vector<double> sum_of_rows(const StatisticsTable& table, std::span<const std::size_t> segments) {
    std::vector<double> sum(table.columns, 0.0);
    for (std::size_t segment : segments) {
        const auto row = table.row(segment);
        for (std::size_t column = 0; column < sum.size(); ++column) sum[column] += row[column];
    }
    return sum;
}

ScoreDifference difference_on(const Metric& metric, const StatisticsTable& baseline, const StatisticsTable& system,
                              std::span<const std::size_t> segments, const BootstrapSettings& settings) {
    const std::vector<std::vector<StatisticsTable>> rows{{rows_of(baseline, segments)}, {rows_of(system, segments)}};
    ScoreDifference result{metric.score(rows[1][0].sum()).score - metric.score(rows[0][0].sum()).score, {}};
    if (settings.trials == 0) return result;
    if (result.difference == 0) {
        result.p_value = 1;
        return result;
    }
    const Metric* const metrics[] = {&metric};
    result.p_value =
        paired_test(metrics, rows, {.trials = settings.trials, .seed = settings.seed, .threads = settings.threads})
            .at(1)
            .at(0)
            .p_value;
    return result;
}

}  // namespace nmt
