#include "config/check_config.h"

#include "base/cat.h"
#include "base/error.h"
#include "config/option_value.h"

namespace nmt {
namespace {

class Checker {
public:
    Checker(const Config& config, const Origins& origins) : config_(config), origins_(origins) {}

    void check_all() {
        check_output();
        check_pair_source("train", config_.data.train_src, config_.data.train_tgt, config_.data.train_tsv, true);
        check_pair_source("dev", config_.data.dev_src, config_.data.dev_tgt, config_.data.dev_tsv, false);
        check_dev_is_needed();
        check_vocabularies();
        check_attention();
        check_encoder();
        check_bridge();
        check_tying();
        check_batches();
        check_optimizer();
        check_limits();
        if (!clashes_.empty()) throw UserError(clashes_);
    }

private:
    bool is_given(const std::string& key) const { return origins_.of_key.count(key) > 0; }

    /// "model.encoder.hidden = 512 (default)"
    std::string shown(const std::string& key) const {
        const auto origin = origins_.of_key.find(key);
        const Option* option = find_option(key);
        require(option != nullptr, "check_config names an option that the table does not have");
        return cat(key, " = ", value_text(*option, config_),
                   origin != origins_.of_key.end() ? "" : (origins_.file.empty() ? "" : " (default)"));
    }

    /// The line begins with the place of the first of `keys` that was given, else with the file.
    void clash(const std::vector<std::string>& keys, const std::string& what) {
        std::string place = origins_.file;
        for (auto key = keys.rbegin(); key != keys.rend(); ++key) {
            const auto origin = origins_.of_key.find(*key);
            if (origin != origins_.of_key.end()) place = origin->second;
        }
        if (!clashes_.empty()) clashes_ += '\n';
        clashes_ += place.empty() ? what : cat(place, ": ", what);
    }

    /// For two settings of which one excludes or limits the other.
    void clash_of(const std::string& first, const std::string& second, const std::string& why) {
        clash({first, second}, cat(shown(first), " and ", shown(second), ": ", why));
    }

    void check_output() {
        if (config_.output.empty()) clash({"output"}, "output is missing: the directory that the model is written to");
    }

    void check_pair_source(const std::string& set, const std::string& src, const std::string& tgt,
                           const std::string& tsv, bool is_required) {
        const std::string src_key = cat("data.", set, "_src"), tgt_key = cat("data.", set, "_tgt"),
                          tsv_key = cat("data.", set, "_tsv");
        const bool has_files = !src.empty() || !tgt.empty();
        if (has_files && !tsv.empty()) {
            clash_of(tsv_key, src.empty() ? tgt_key : src_key, "give either two files or one TSV");
        } else if (has_files && src.empty()) {
            clash({tgt_key}, cat(shown(tgt_key), " needs ", src_key, " beside it"));
        } else if (has_files && tgt.empty()) {
            clash({src_key}, cat(shown(src_key), " needs ", tgt_key, " beside it"));
        } else if (!has_files && tsv.empty() && is_required) {
            clash({}, cat("no training data: give ", src_key, " and ", tgt_key, ", or ", tsv_key));
        }
    }

    void check_dev_is_needed() {
        const auto& data = config_.data;
        if (!data.dev_src.empty() || !data.dev_tgt.empty() || !data.dev_tsv.empty()) return;
        const std::string why = " needs validation, so dev data: give data.dev_src and data.dev_tgt, or data.dev_tsv";
        if (config_.validate.patience > 0) clash({"validate.patience"}, shown("validate.patience") + why);
        if (config_.train.schedule == Schedule::plateau) clash({"train.schedule"}, shown("train.schedule") + why);
    }

    void check_vocabularies() {
        const auto& text = config_.text;
        if (!text.joint) {
            if (!text.joint_model.empty()) {
                clash_of("text.joint_model", "text.joint", "a joint model needs text.joint: true");
            }
        } else {
            const std::string why = "with a joint vocabulary there is only one model";
            if (!text.src_model.empty()) clash_of("text.src_model", "text.joint", why + "; give text.joint_model");
            if (!text.tgt_model.empty()) clash_of("text.tgt_model", "text.joint", why + "; give text.joint_model");
            check_joint_side("text.src_size", text.src_size == 0 || text.src_size == text.size, "text.size");
            check_joint_side("text.tgt_size", text.tgt_size == 0 || text.tgt_size == text.size, "text.size");
            const std::string type = type_word(text.type);
            check_joint_side("text.src_type", text.src_type.empty() || text.src_type == type, "text.type");
            check_joint_side("text.tgt_type", text.tgt_type.empty() || text.tgt_type == type, "text.type");
        }
        bool is_size_used = text.joint && text.joint_model.empty();
        const auto check_side = [&](const std::string& key, std::int64_t size, const std::string& model) {
            if (text.joint || !model.empty()) return;
            if (size > 0) check_size(key, size);
            is_size_used = is_size_used || size == 0;
        };
        check_side("text.src_size", text.src_size, text.src_model);
        check_side("text.tgt_size", text.tgt_size, text.tgt_model);
        if (is_size_used) check_size("text.size", text.size);
    }

    /// Of a vocabulary that is to be trained.
    void check_size(const std::string& key, std::int64_t size) {
        const auto least = find_option("text.size")->range.low;
        if (static_cast<double>(size) < least) clash({key}, cat(shown(key), ": no vocabulary has fewer than ", least));
        constexpr std::int64_t byte_and_control_pieces = 256 + 4;
        if (config_.text.byte_fallback && size <= byte_and_control_pieces) {
            clash_of(key, "text.byte_fallback",
                     cat("the bytes and pad, unk, bos and eos alone take ", byte_and_control_pieces, " pieces"));
        }
    }

    void check_joint_side(const std::string& key, bool is_equal, const std::string& joint_key) {
        if (!is_equal) clash_of(key, joint_key, "with text.joint both sides have the same");
    }

    std::string type_word(TextType type) const {
        return find_option("text.type")->choices.at(static_cast<std::size_t>(type)).name;
    }

    void check_attention() {
        const auto& model = config_.model;
        const bool is_dot = model.attention == Attention::dot || model.attention == Attention::scaled_dot;
        if (is_dot && model.encoder.hidden != model.decoder.hidden) {
            clash({"model.attention", "model.encoder.hidden", "model.decoder.hidden"},
                  cat(shown("model.attention"), " needs equal sizes, but ", shown("model.encoder.hidden"), " and ",
                      shown("model.decoder.hidden")));
        }
        if (model.attention == Attention::none) {
            const std::string why = "without attention there is nothing to place or feed";
            if (model.position != Position::automatic) clash_of("model.position", "model.attention", why);
            if (model.input_feeding) clash_of("model.input_feeding", "model.attention", why);
            return;
        }
        if (model.input_feeding && model.position != Position::after_cell) {
            clash_of(
                "model.input_feeding", "model.position",
                "input feeding needs position after_cell (auto is before_cell, where c_i enters the cell already)");
        }
        if (model.feed_context) {
            clash_of("model.feed_context", "model.attention",
                     "the fixed context is fed only with attention none; attention has a context of its own");
        }
    }

    void check_encoder() {
        const auto& encoder = config_.model.encoder;
        if (encoder.bidirectional && encoder.hidden % 2 != 0) {
            clash_of("model.encoder.hidden", "model.encoder.bidirectional",
                     cat("the 2 directions have half of the ", encoder.hidden, " units each, so it must be even"));
        }
    }

    void check_bridge() {
        const auto& model = config_.model;
        if (model.bridge != Bridge::last) return;
        const std::string copies = shown("model.bridge") + " copies the encoder's states, ";
        if (model.encoder.layers != model.decoder.layers) {
            clash({"model.bridge", "model.encoder.layers", "model.decoder.layers"},
                  cat(copies, "so the depths must be equal, but ", shown("model.encoder.layers"), " and ",
                      shown("model.decoder.layers")));
        }
        if (model.encoder.hidden != model.decoder.hidden) {
            clash({"model.bridge", "model.encoder.hidden", "model.decoder.hidden"},
                  cat(copies, "so the sizes must be equal, but ", shown("model.encoder.hidden"), " and ",
                      shown("model.decoder.hidden")));
        }
        if (model.decoder.cell == Cell::lstm && model.encoder.cell != Cell::lstm) {
            clash({"model.bridge", "model.encoder.cell", "model.decoder.cell"},
                  cat(copies, "so an LSTM's cell must come from an LSTM, but ", shown("model.encoder.cell"), " and ",
                      shown("model.decoder.cell")));
        }
    }

    void check_tying() {
        const auto& model = config_.model;
        if (model.tie_embeddings == Tying::none) return;
        const std::string tied = shown("model.tie_embeddings");
        if (model.decoder.readout != 0 && model.decoder.readout != model.decoder.embedding) {
            clash({"model.tie_embeddings", "model.decoder.readout", "model.decoder.embedding"},
                  cat(tied, " makes the embedding the output layer, so the sizes must be equal, but ",
                      shown("model.decoder.readout"), " and ", shown("model.decoder.embedding")));
        }
        if (model.tie_embeddings != Tying::all) return;
        if (!config_.text.joint) clash_of("model.tie_embeddings", "text.joint", "one matrix needs one vocabulary");
        if (model.encoder.embedding != model.decoder.embedding) {
            clash({"model.tie_embeddings", "model.encoder.embedding", "model.decoder.embedding"},
                  cat(tied, " needs equal sizes, but ", shown("model.encoder.embedding"), " and ",
                      shown("model.decoder.embedding")));
        }
    }

    void check_batches() {
        const auto& train = config_.train;
        const auto& search = config_.search;
        const std::string one = "a batch is counted in tokens or in sentences, not in both";
        const std::string none = "a batch needs a size";
        if (train.batch_sentences > 0 && train.batch_tokens > 0 && is_given("train.batch_tokens")) {
            clash_of("train.batch_sentences", "train.batch_tokens", one);
        }
        if (train.batch_sentences == 0 && train.batch_tokens == 0) {
            clash_of("train.batch_tokens", "train.batch_sentences", none);
        }
        if (search.batch_sentences > 0 && search.batch_tokens > 0 && is_given("search.batch_sentences")) {
            clash_of("search.batch_sentences", "search.batch_tokens", one);
        }
        if (search.batch_sentences == 0 && search.batch_tokens == 0) {
            clash_of("search.batch_sentences", "search.batch_tokens", none);
        }
    }

    void check_optimizer() {
        const auto& train = config_.train;
        if (train.momentum > 0 && train.optimizer != OptimizerKind::sgd) {
            clash_of("train.momentum", "train.optimizer", "momentum is for sgd");
        }
        if (train.schedule == Schedule::inverse_sqrt && train.warmup_updates == 0) {
            clash_of("train.schedule", "train.warmup_updates",
                     "the fall begins where the rise ends, so give its length");
        }
        if (train.min_learning_rate > 0 && train.min_learning_rate >= train.learning_rate) {
            clash_of("train.min_learning_rate", "train.learning_rate", "training would stop at once");
        }
    }

    void check_limits() {
        const auto& train = config_.train;
        const bool falls_below = train.min_learning_rate > 0 && train.schedule != Schedule::constant;
        if (train.max_updates > 0 || train.max_epochs > 0 || train.max_minutes > 0 || falls_below ||
            config_.validate.patience > 0) {
            return;
        }
        clash({},
              "training would never end: give train.max_updates, train.max_epochs, train.max_minutes or "
              "validate.patience");
    }

    const Config& config_;
    const Origins& origins_;
    std::string clashes_;
};

template <class T>
void fill_if_zero(T& value, T filled) {
    if (value == T()) value = filled;
}

}  // namespace

void check_config(const Config& config, const Origins& origins) {
    Checker(config, origins).check_all();
}

Config resolve(Config config) {
    auto& model = config.model;
    if (model.attention != Attention::none && model.position == Position::automatic) {
        model.position = Position::before_cell;
    }
    fill_if_zero(model.attention_size, model.decoder.hidden);
    fill_if_zero(model.decoder.readout,
                 model.tie_embeddings == Tying::none ? model.decoder.hidden : model.decoder.embedding);
    auto& text = config.text;
    const std::string type = find_option("text.type")->choices.at(static_cast<std::size_t>(text.type)).name;
    fill_if_zero(text.src_type, type);
    fill_if_zero(text.tgt_type, type);
    fill_if_zero(text.src_size, text.size);
    fill_if_zero(text.tgt_size, text.size);
    if (!config.output.empty()) {
        fill_if_zero(config.data.cache_dir, config.output + (config.output.ends_with('/') ? "cache" : "/cache"));
    }
    if (config.train.batch_sentences > 0) config.train.batch_tokens = 0;
    if (config.search.batch_tokens > 0) config.search.batch_sentences = 0;
    return config;
}

}  // namespace nmt
