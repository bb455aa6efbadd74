#pragma once
// What has to be known to repeat a score (Post 2018): references, resampling, case, tokenizer, smoothing, version.

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace nmt {

/// The sacreBLEU release whose numbers are reproduced.
inline constexpr const char* kReproducedSacrebleuVersion = "2.6.0";

/// This program as the signature names it, e.g. nmt-eval-0.1.0: no space, quote or bar.
std::string tool_tag();

/// What `--version` prints: our version and commit, and the sacreBLEU release that is reproduced.
std::string version_text();

/// An ordered list of keys and values. The shared keys come first, then the metric's own, the version last.
class Signature {
public:
    using Entry = std::pair<std::string, std::string>;

    /// `reference_count` becomes nrefs.
    explicit Signature(std::size_t reference_count);

    /// Appends one of the metric's own keys, e.g. ("case", "mixed", "c"). `short_key` stands in the short form; without
    /// it the key itself does.
    void add(std::string key, std::string value, std::string short_key = "");

    /// `kind` is bs (bootstrap) or ar (approximate randomization). Both stand behind the number of references.
    void set_resampling(const std::string& kind, std::size_t trials, const std::string& seed);

    /// Everything that sacreBLEU's signature holds, in its order, version last; not our tool's name.
    std::vector<Entry> entries() const;

    /// `nrefs:1|case:mixed|...|version:2.6.0|tool:nmt-eval-0.1.0`, or short: `#:1|c:mixed|...|v:2.6.0|tool:...`.
    std::string text(bool is_short = false) const;

private:
    struct Item {
        std::string key, short_key, value;
    };

    std::vector<Item> all_items() const;

    std::vector<Item> shared_;  // for all metrics
    std::vector<Item> own_;     // the metric's
};

}  // namespace nmt
