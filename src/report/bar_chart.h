#pragma once
// Bar charts as inline SVG, coloured by the style sheet of the page that they stand on.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace nmt {

struct ChartBar {
    std::optional<double> value{};  // none: no bar. May be negative
    bool is_faint = false;          // little data: drawn pale
    bool is_hollow = false;         // drawn as an outline
    std::string title{};            // shown when pointed at, read aloud
};

struct ChartGroup {
    std::string label;  // below the axis
    std::string note;   // below the label, smaller
    std::vector<ChartBar> bars{};
};

struct BarChart {
    std::string description;  // for those who cannot see it
    std::string value_name;   // above the upright axis
    std::string group_name;   // below the level axis
    std::vector<ChartGroup> groups{};
    std::size_t first_colour = 0;  // bar i has the class s0 .. s5 by (first_colour + i) % 6
};

/// The number of colours that a page's style sheet has.
inline constexpr std::size_t kChartColours = 6;

/// An <svg> element. Every text is escaped; the upright axis starts at 0 unless a value is negative.
std::string bar_chart_svg(const BarChart& chart);

}  // namespace nmt
