#include "config/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

namespace nmt {
namespace {

/// Whether the quotes that open at `begin` of `line` close in it.
bool closes_in_line(std::string_view line, std::size_t begin) {
    const char quote = line[begin];
    for (std::size_t i = begin + 1; i < line.size(); ++i) {
        const bool is_escape = quote == '"' ? line[i] == '\\' : line.substr(i, 2) == "''";
        if (is_escape) {
            ++i;
        } else if (line[i] == quote) {
            return true;
        }
    }
    return false;
}

class TreeBuilder : public YAML::EventHandler {
public:
    explicit TreeBuilder(std::string_view text) {
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // yaml-cpp's columns begin after a BOM
        for (std::size_t begin = 0; begin <= text.size();) {
            const auto end = std::min(text.find('\n', begin), text.size());
            lines_.push_back(text.substr(begin, end - begin));
            begin = end + 1;
        }
    }

    YamlValue take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (std::exchange(has_document_, true)) refuse(mark, "a second document; a config is one document");
    }
    void OnDocumentEnd() override {}
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse(mark, "aliases (*name) are not supported; write the value itself");
    }
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        add(start(YamlValue::Kind::null, mark, "", anchor));
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& text) override {
        auto value = start(YamlValue::Kind::scalar, mark, tag, anchor);
        value.text = text;
        value.is_quoted = tag == "!";
        check_quotes(mark);
        add(std::move(value));
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open_.push_back({start(YamlValue::Kind::sequence, mark, tag, anchor), std::nullopt});
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open_.push_back({start(YamlValue::Kind::map, mark, tag, anchor), std::nullopt});
    }
    void OnMapEnd() override { close(); }

private:
    struct Open {
        YamlValue value;
        std::optional<YamlValue> key;  // read, waiting for its value
    };

    [[noreturn]] static void refuse(const YAML::Mark& mark, const std::string& what) {
        throw YamlError(mark.line + 1, mark.column + 1, what);
    }

    // yaml-cpp takes quotes that never close for a text that reaches to the end of the file, and says nothing.
    void check_quotes(const YAML::Mark& mark) const {
        const auto line = static_cast<std::size_t>(mark.line), column = static_cast<std::size_t>(mark.column);
        if (line >= lines_.size() || column >= lines_[line].size()) return;
        const char first = lines_[line][column];
        if ((first == '"' || first == '\'') && !closes_in_line(lines_[line], column)) {
            refuse(mark, "these quotes do not close in their line");
        }
    }

    // yaml-cpp gives the tag "?" to what is bare and "!" to what is quoted.
    static YamlValue start(YamlValue::Kind kind, const YAML::Mark& mark, const std::string& tag,
                           YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) refuse(mark, "anchors (&name) are not supported");
        if (!tag.empty() && tag != "?" && tag != "!") refuse(mark, "tags (!name) are not supported");
        YamlValue value;
        value.kind = kind;
        value.line = mark.line + 1;
        value.column = mark.column + 1;
        return value;
    }

    void add(YamlValue value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return;
        }
        Open& parent = open_.back();
        if (parent.value.kind != YamlValue::Kind::map) return;
        if (!parent.key) {
            parent.key = std::move(value);
        } else {
            parent.value.entries.push_back({*std::exchange(parent.key, std::nullopt), std::move(value)});
        }
    }

    void close() {
        YamlValue value = std::move(open_.back().value);
        open_.pop_back();
        add(std::move(value));
    }

    std::vector<std::string_view> lines_;
    YamlValue root_;
    std::vector<Open> open_;  // the containers around the current place, the innermost last
    bool has_document_ = false;
};

}  // namespace

YamlValue parse_yaml(const std::string& text) {
    std::istringstream in(text);
    TreeBuilder builder(text);
    try {
        YAML::Parser parser(in);
        while (parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::Exception& error) {
        throw YamlError(error.mark.line + 1, error.mark.column + 1, error.msg);
    }
    return builder.take();
}

}  // namespace nmt
