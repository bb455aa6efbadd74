#include "evaluate/evaluation_text.h"

#include <algorithm>
#include <string_view>

#include "base/cat.h"
#include "base/error.h"
#include "base/log.h"
#include "evaluate/segment_reader.h"
#include "metrics/white_space.h"

namespace nmt {
namespace {

std::string line_count_text(std::size_t lines) {
    return cat(lines, lines == 1 ? " line" : " lines");
}

/// The cells between tabs, at most `most_cells`: the last one keeps further tabs.
std::vector<std::string> split_at_tabs(std::string_view row, std::size_t most_cells) {
    std::vector<std::string> cells;
    while (cells.size() + 1 < most_cells) {
        const std::size_t tab = row.find('\t');
        if (tab == std::string_view::npos) break;
        cells.emplace_back(row.substr(0, tab));
        row.remove_prefix(tab + 1);
    }
    cells.emplace_back(row);
    return cells;
}

std::vector<Segments> read_reference_columns(const std::string& path, std::size_t columns) {
    std::vector<Segments> references(columns);
    const Segments rows = read_segments(path);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::vector<std::string> cells = split_at_tabs(rows[i], columns);
        if (cells.size() != columns)
            throw UserError(cat(path, ":", i + 1, ": holds ", cells.size(),
                                " references with tabs between them; --num-refs says ", columns));
        for (std::size_t column = 0; column < columns; ++column) references[column].push_back(std::move(cells[column]));
    }
    return references;
}

std::vector<Segments> read_references(const InputOptions& options) {
    if (options.reference_paths.empty())
        throw UserError("no reference file given (references stand before -i); see nmt-eval --help");
    if (options.reference_columns < 1)
        throw UserError(cat("--num-refs is ", options.reference_columns, "; it must be 1 or more"));
    if (options.reference_columns > 1) {
        if (options.reference_paths.size() > 1)
            throw UserError(
                "--num-refs goes with one reference file, which holds all references with tabs between them");
        return read_reference_columns(options.reference_paths[0], static_cast<std::size_t>(options.reference_columns));
    }
    std::vector<Segments> references;
    for (const std::string& path : options.reference_paths) references.push_back(read_segments(path));
    return references;
}

/// Systems with tabs between them. The first row says how many there are; to sacreBLEU an empty standard input is one
/// empty row.
std::vector<SystemText> read_standard_input(std::istream& standard_input, bool is_paired) {
    Segments rows = read_segments(standard_input);
    if (rows.empty()) rows.emplace_back();
    std::vector<SystemText> systems;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::vector<std::string> cells = split_at_tabs(rows[i], rows[i].size() + 1);
        if (i == 0) systems.resize(cells.size());
        if (cells.size() != systems.size())
            throw UserError(cat(kStandardInputName, ":", i + 1, ": holds ", cells.size(),
                                " systems with tabs between them; the first line holds ", systems.size()));
        for (std::size_t s = 0; s < systems.size(); ++s) {
            // Only the first row's cells keep the white space at their ends.
            if (i > 0) cells[s].resize(right_strip(cells[s]).size());
            systems[s].hypotheses.push_back(std::move(cells[s]));
        }
    }
    for (std::size_t s = 0; s < systems.size(); ++s) {
        systems[s].name = is_paired ? (s == 0 ? "Baseline" : cat("System ", s)) : cat("System ", s + 1);
        systems[s].source = kStandardInputName;
    }
    return systems;
}

std::vector<SystemText> read_files(const std::vector<std::string>& paths, bool is_paired) {
    if (paths.empty()) throw UserError("-i names no file");
    std::vector<SystemText> systems;
    for (const std::string& path : paths) {
        if (std::ranges::any_of(systems, [&](const SystemText& system) { return system.name == path; })) {
            if (!is_paired || path != systems[0].name)
                throw UserError(cat("-i names '", path, "' twice; each system must have a name of its own"));
            log_info(cat("'", path, "' is left out: it is the baseline already"));
            continue;
        }
        systems.push_back({path, path, read_segments(path)});
    }
    if (is_paired) systems[0].name = "Baseline: " + systems[0].name;
    return systems;
}

void check_line_counts(const InputOptions& options, const EvaluationText& text) {
    for (const SystemText& system : text.systems) {
        for (std::size_t i = 0; i < text.references.size(); ++i) {
            if (text.references[i].size() == system.hypotheses.size()) continue;
            const std::size_t file = std::min(i, options.reference_paths.size() - 1);
            throw UserError(cat("different numbers of lines: ", options.reference_paths[file], " has ",
                                line_count_text(text.references[i].size()), ", ", system.source, " has ",
                                line_count_text(system.hypotheses.size())));
        }
        if (system.hypotheses.empty()) throw UserError(cat(system.source, ": holds no line to score"));
    }
}

}  // namespace

std::vector<std::span<const std::string>> EvaluationText::reference_spans() const {
    return {references.begin(), references.end()};
}

EvaluationText read_evaluation_text(const InputOptions& options, bool is_paired, std::istream& standard_input) {
    EvaluationText text;
    text.references = read_references(options);
    text.systems = options.system_paths ? read_files(*options.system_paths, is_paired)
                                        : read_standard_input(standard_input, is_paired);
    check_line_counts(options, text);
    return text;
}

}  // namespace nmt
