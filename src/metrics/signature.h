#pragma once
// What has to be known to repeat a score (Post 2018): references, case, tokenizer, smoothing, version.

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

    /// Appends one of the metric's own keys, e.g. ("case", "mixed").
    void add(std::string key, std::string value);

    /// Everything that sacreBLEU's signature holds, in its order, version last; not our tool's name.
    std::vector<Entry> entries() const;

    /// `nrefs:1|case:mixed|...|version:2.6.0|tool:nmt-eval-0.1.0`.
    std::string text() const;

private:
    std::vector<Entry> entries_;
};

}  // namespace nmt
