#include "report/bar_chart.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "base/cat.h"
#include "base/number_text.h"
#include "report/display_text.h"

namespace nmt {
namespace {

// In the units of the picture, which are pixels on a wide enough page.
constexpr double width = 760, height = 290, left = 52, right = 8, top = 30, bottom = 66;
constexpr double least_labelled_width = 25;  // of a bar whose value is written at its end

std::string text_of(double coordinate) {
    return fixed_text(coordinate, 1);
}

/// The upright axis: from `low` to `high`, both multiples of `step`.
struct Axis {
    double low = 0, high = 1, step = 0.2;

    double y(double value) const { return top + (high - value) / (high - low) * (height - top - bottom); }
    std::string label(double value) const {
        const int decimals = step >= 1 && step != 2.5 ? 0 : step >= 0.1 ? 1 : 2;
        return fixed_text(std::abs(value) < step / 2 ? 0.0 : value, decimals);
    }
};

Axis axis_for(const BarChart& chart) {
    double low = 0, high = 0;
    for (const ChartGroup& group : chart.groups) {
        for (const ChartBar& bar : group.bars) {
            if (!bar.value || !std::isfinite(*bar.value)) continue;
            low = std::min(low, *bar.value);
            high = std::max(high, *bar.value);
        }
    }
    // Not below this: a difference of hundredths must not look like a mountain.
    const double range = std::max(high - low, 0.5);
    double step = std::pow(10, std::floor(std::log10(range / 4)));
    constexpr double factors[] = {1, 2, 2.5, 5, 10};
    step *= *std::find_if(std::begin(factors), std::end(factors) - 1,
                          [&](double factor) { return range / (step * factor) <= 5; });
    Axis axis{std::floor(low / step) * step, std::ceil(high / step) * step, step};
    if (axis.high == axis.low) axis.high = axis.low + step;
    return axis;
}

std::string grid(const Axis& axis) {
    std::string svg;
    const auto lines = static_cast<int>(std::lround((axis.high - axis.low) / axis.step));
    for (int i = 0; i <= lines; ++i) {
        const double value = axis.low + i * axis.step;
        const std::string y = text_of(axis.y(value));
        svg += cat("<line class=\"", std::abs(value) < axis.step / 2 ? "zero" : "grid", "\" x1=\"", text_of(left),
                   "\" x2=\"", text_of(width - right), "\" y1=\"", y, "\" y2=\"", y, "\"/><text class=\"tick\" x=\"",
                   text_of(left - 8), "\" y=\"", text_of(axis.y(value) + 4), "\" text-anchor=\"end\">",
                   axis.label(value), "</text>\n");
    }
    return svg;
}

std::string bar_svg(const ChartBar& bar, const Axis& axis, double x, double bar_width, std::size_t colour) {
    if (!bar.value || !std::isfinite(*bar.value)) return "";
    const double from = axis.y(std::max(*bar.value, 0.0)), to = axis.y(std::min(*bar.value, 0.0));
    std::string svg =
        cat("<g class=\"bar s", colour % kChartColours, bar.is_faint ? " faint" : "", bar.is_hollow ? " hollow" : "",
            "\"><title>", html_escaped(bar.title), "</title><rect x=\"", text_of(x), "\" y=\"", text_of(from),
            "\" width=\"", text_of(bar_width), "\" height=\"", text_of(std::max(to - from, 1.0)), "\" rx=\"2\"/>");
    if (bar_width >= least_labelled_width) {
        const double y = *bar.value < 0 ? to + 13 : from - 5;
        svg += cat("<text class=\"value\" x=\"", text_of(x + bar_width / 2), "\" y=\"", text_of(y),
                   "\" text-anchor=\"middle\">", fixed_text(*bar.value, 1), "</text>");
    }
    return svg + "</g>\n";
}

}  // namespace

std::string bar_chart_svg(const BarChart& chart) {
    const Axis axis = axis_for(chart);
    std::string svg = cat("<svg class=\"chart\" viewBox=\"0 0 ", width, " ", height, "\" role=\"img\" aria-label=\"",
                          html_escaped(chart.description), "\">\n<text class=\"name\" x=\"0\" y=\"13\">",
                          html_escaped(chart.value_name), "</text>\n", grid(axis));
    const double slot = (width - left - right) / static_cast<double>(std::max<std::size_t>(chart.groups.size(), 1));
    for (std::size_t i = 0; i < chart.groups.size(); ++i) {
        const ChartGroup& group = chart.groups[i];
        const double start = left + slot * static_cast<double>(i), middle = start + slot / 2;
        const auto bars = static_cast<double>(std::max<std::size_t>(group.bars.size(), 1));
        const double bar_width = std::min(0.8 * slot / bars, 64.0);
        for (std::size_t bar = 0; bar < group.bars.size(); ++bar) {
            const double x = middle + bar_width * (static_cast<double>(bar) - bars / 2);
            svg += bar_svg(group.bars[bar], axis, x + 1, bar_width - 2, chart.first_colour + bar);
        }
        const bool is_faint = !group.bars.empty() && std::all_of(group.bars.begin(), group.bars.end(),
                                                                 [](const ChartBar& bar) { return bar.is_faint; });
        const std::string x = text_of(middle), faint = is_faint ? " faint" : "";
        svg += cat("<text class=\"label", faint, "\" x=\"", x, "\" y=\"", text_of(height - bottom + 18),
                   "\" text-anchor=\"middle\">", html_escaped(group.label), "</text><text class=\"note", faint,
                   "\" x=\"", x, "\" y=\"", text_of(height - bottom + 34), "\" text-anchor=\"middle\">",
                   html_escaped(group.note), "</text>\n");
    }
    return svg + cat("<text class=\"name\" x=\"", text_of(left + (width - left - right) / 2), "\" y=\"",
                     text_of(height - 8), "\" text-anchor=\"middle\">", html_escaped(chart.group_name),
                     "</text>\n</svg>\n");
}

}  // namespace nmt
