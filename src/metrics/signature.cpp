#include "metrics/signature.h"

#include "build_info.h"

namespace nmt {

std::string tool_tag() {
    return std::string("nmt-eval-") + NMT_VERSION;
}

std::string version_text() {
    return std::string("nmt-eval ") + NMT_VERSION + " (commit " + NMT_COMMIT + "; gives the numbers of sacreBLEU " +
           kReproducedSacrebleuVersion + ")";
}

Signature::Signature(std::size_t reference_count) {
    add("nrefs", std::to_string(reference_count));
}

void Signature::add(std::string key, std::string value) {
    entries_.emplace_back(std::move(key), std::move(value));
}

std::vector<Signature::Entry> Signature::entries() const {
    std::vector<Entry> all = entries_;
    all.emplace_back("version", kReproducedSacrebleuVersion);
    return all;
}

std::string Signature::text() const {
    std::string text;
    for (const auto& [key, value] : entries()) text += key + ":" + value + "|";
    return text + "tool:" + tool_tag();
}

}  // namespace nmt
