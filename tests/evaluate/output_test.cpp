// What is printed, against sacrebleu's own printing: tests/golden/eval_tables.json, written by
// scripts/make_golden_significance.py.
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "catch.h"
#include "evaluate/colour.h"
#include "evaluate/number_column.h"
#include "evaluate/score_report.h"
#include "evaluate/system_table.h"
#include "metrics/golden_file.h"

using namespace nmt;
using Json = nlohmann::json;

namespace {

const Json& golden() {
    static const Json json = read_golden("eval_tables.json");
    return json;
}

std::string without_tool(std::string text) {
    const std::string tool = "|tool:" + tool_tag();
    for (std::size_t at; (at = text.find(tool)) != std::string::npos;) text.erase(at, tool.size());
    return text;
}

OutputFormat format_of(const Json& row) {
    return std::map<std::string, OutputFormat>{
        {"json", OutputFormat::json}, {"text", OutputFormat::text}, {"latex", OutputFormat::latex}}
        .at(row["format"].get<std::string>());
}

std::optional<double> number(const Json& json) {
    return json.is_null() ? std::nullopt : std::optional(json.get<double>());
}

PairedResult result_from(const Json& row) {
    PairedResult result{.score = row[0].get<double>(), .p_value = number(row[1])};
    if (!row[2].is_null()) result.confidence = ConfidenceInterval{row[2].get<double>(), row[3].get<double>()};
    return result;
}

SystemTable table_from(const Json& row) {
    SystemTable table{.system_names = row["names"].get<std::vector<std::string>>(),
                      .shown_trials = row["trials"].get<int>()};
    if (!row["kind"].is_null())
        table.test = row["kind"] == "bs" ? PairedTestKind::bootstrap : PairedTestKind::randomization;
    for (std::size_t m = 0; m < row["metrics"].size(); ++m) {
        table.columns.push_back({row["metrics"][m].get<std::string>(), Signature(1), {}});
        for (const Json& result : row["rows"][m]) table.columns.back().results.push_back(result_from(result));
    }
    return table;
}

}  // namespace

TEST_CASE("tables of several systems equal sacrebleu's byte for byte, colours included") {
    for (const Json& row : golden()["tables"]) {
        INFO(row["names"] << row["format"]);
        const OutputOptions options{.format = format_of(row),
                                    .has_colours = row["has_colours"].get<bool>(),
                                    .decimals = row["width"].get<int>()};
        const SystemTable table = table_from(row);
        const std::string output =
            options.format == OutputFormat::json ? json_table(table, options.decimals) : text_table(table, options);
        CHECK(without_tool(output) == row["output"].get<std::string>());
    }
}

TEST_CASE("the scores of one system equal sacrebleu's output byte for byte, colours included") {
    for (const Json& row : golden()["singles"]) {
        INFO(row["rows"] << row["format"]);
        const bool is_json = row["format"] == "json";
        const int decimals = row["width"];
        std::vector<std::string> results;
        for (const Json& score : row["rows"]) {
            ScoreReport report{
                score[0].get<std::string>(), score[1].get<double>(), {}, score[3].get<std::string>(), Signature(1)};
            if (!score[2].is_null())
                report.confidence = ConfidenceInterval{score[2][0].get<double>(), score[2][1].get<double>()};
            results.push_back(row["is_score_only"].get<bool>() ? score_text(report, decimals)
                              : is_json                        ? json_text(report, decimals)
                                                               : text_line(report, decimals));
        }
        // The tool's name goes before lines are aligned: sacrebleu aligned shorter ones.
        for (std::string& result : results) result = without_tool(result);
        CHECK((is_json ? json_list(results) : aligned_lines(results, row["has_colours"].get<bool>())) ==
              row["output"].get<std::string>());
    }
}

TEST_CASE("the short signature shortens keys only") {
    Signature signature(2);
    signature.add("case", "mixed", "c");
    signature.add("nc", "6");
    signature.set_resampling("bs", 1000, "12345");
    CHECK(without_tool(signature.text()) == "nrefs:2|bs:1000|seed:12345|case:mixed|nc:6|version:2.6.0");
    CHECK(without_tool(signature.text(true)) == "#:2|bs:1000|rs:12345|c:mixed|nc:6|v:2.6.0");
}

TEST_CASE("colours can be taken out again, and take no room") {
    const std::string red = Painter(true)("é", Colour::red);
    CHECK(red == "\x1b[31mé\x1b[0m");
    CHECK(Painter(false)("é", Colour::red) == "é");
    CHECK(without_colours("a" + red + red + "b\x1b[x\x1b") == "aééb\x1b");
    CHECK(visible_width(red) == 1);
}

TEST_CASE("numbers are what Python's float() and int() read") {
    for (const char* text : {"1", "+1", "-1", "1.", ".5", "1e3", "1_0", " 2\t", "inf", "nan", "-Infinity"})
        CHECK(python_float(text));
    for (const char* text : {"", "x", "+-1", "1__0", "_1", "0x10", "1 2", "nan(1)", "1,000", "."})
        CHECK_FALSE(python_float(text));
    for (const char* text : {"1", "+1", "-12", "1_0", " 2\t"}) CHECK(is_python_int(text));
    for (const char* text : {"", "1.0", "1e3", "_1", "+", "inf"}) CHECK_FALSE(is_python_int(text));
}
