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

Signature::Signature(std::size_t reference_count) : shared_{{"nrefs", "#", std::to_string(reference_count)}} {}

void Signature::add(std::string key, std::string value, std::string short_key) {
    if (short_key.empty()) short_key = key;
    own_.push_back({std::move(key), std::move(short_key), std::move(value)});
}

void Signature::set_resampling(const std::string& kind, std::size_t trials, const std::string& seed) {
    shared_.push_back({kind, kind, std::to_string(trials)});
    shared_.push_back({"seed", "rs", seed});
}

std::vector<Signature::Item> Signature::all_items() const {
    std::vector<Item> items = shared_;
    items.insert(items.end(), own_.begin(), own_.end());
    items.push_back({"version", "v", kReproducedSacrebleuVersion});
    return items;
}

std::vector<Signature::Entry> Signature::entries() const {
    std::vector<Entry> entries;
    for (const Item& item : all_items()) entries.emplace_back(item.key, item.value);
    return entries;
}

std::string Signature::text(bool is_short) const {
    std::string text;
    for (const Item& item : all_items()) text += (is_short ? item.short_key : item.key) + ":" + item.value + "|";
    return text + "tool:" + tool_tag();
}

}  // namespace nmt
