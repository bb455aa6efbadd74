#include "report/quality_report.h"

#include "base/atomic_file.h"
#include "base/cat.h"
#include "base/error.h"
#include "report/quality_json.h"
#include "report/quality_page.h"

namespace nmt {
namespace {

bool is_page(const std::string& path) {
    return path.ends_with(".html") || path.ends_with(".htm");
}

}  // namespace

void check_quality_report_path(const std::string& path) {
    if (is_page(path) || path.ends_with(".json")) return;
    throw UserError(cat(path, ": a report ends in .html (a page) or .json (the same numbers for programs)"));
}

void write_quality_report(const std::string& path, const QualityAnalysis& analysis) {
    check_quality_report_path(path);
    write_file_atomically(path, is_page(path) ? quality_page(analysis) : quality_json(analysis));
}

}  // namespace nmt
