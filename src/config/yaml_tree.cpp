#include "config/yaml_tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <optional>
#include <sstream>
#include <utility>

namespace nmt {
namespace {

class TreeBuilder : public YAML::EventHandler {
public:
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

    YamlValue root_;
    std::vector<Open> open_;  // the containers around the current place, the innermost last
    bool has_document_ = false;
};

}  // namespace

YamlValue parse_yaml(const std::string& text) {
    std::istringstream in(text);
    TreeBuilder builder;
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
