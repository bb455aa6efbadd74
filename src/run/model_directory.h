#pragma once
// The model directory: what a training leaves behind, in files that anyone can look into.
//   config.yaml            the resolved settings
//   src.model tgt.model    sentencepiece models, or joint.model for both
//   best.safetensors       weights of the best validation      } readable by the Python package safetensors;
//   last.safetensors       weights of the last save            } their metadata holds the format version and the update
//                          (both: the weights' average, where there is one)
//   last.state             weights, their average, moments and progress: all that a resumption needs, in one file
//   lexicon.tsv            which target pieces go with which source piece; only where a shortlist was asked for
//   log.jsonl              every event of the training, one JSON object a line

#include <string>

#include "config/config.h"
#include "model/seq2seq.h"
#include "text/vocabulary.h"
#include "train/optimizer.h"
#include "train/progress.h"
#include "train/weight_average.h"

namespace nmt {

/// Raised when a change makes older programs misread the files; a newer version is refused.
inline constexpr int kFormatVersion = 1;

class ModelDirectory {
public:
    explicit ModelDirectory(std::string path) : path_(std::move(path)) {}

    const std::string& path() const { return path_; }
    std::string file(const std::string& name) const { return path_ + "/" + name; }
    std::string config_file() const { return file("config.yaml"); }
    std::string log_file() const { return file("log.jsonl"); }
    std::string lexicon_file() const { return file("lexicon.tsv"); }
    std::string state_file() const { return file("last.state"); }
    /// name: best | last.
    std::string weights_file(const std::string& name) const { return file(name + ".safetensors"); }
    std::string src_vocabulary_file(const TextOptions& text) const {
        return file(text.joint ? "joint.model" : "src.model");
    }
    std::string tgt_vocabulary_file(const TextOptions& text) const {
        return file(text.joint ? "joint.model" : "tgt.model");
    }

    /// Whether there are settings, ours or not.
    bool has_config() const;
    /// Whether a training of ours was begun here: a checkpoint in our format, or settings just as we write them.
    bool has_training() const;
    /// Whether there is a lexicon for a shortlist.
    bool has_lexicon() const;
    /// Whether it can be resumed.
    bool has_state() const;

    /// Makes the folder. Throws UserError when it cannot be made, or when it holds files but no training of ours.
    void create() const;
    /// Removes a training's files, finished or not, and nothing else. The folder exists.
    void remove_training() const;
    /// Removes what processes that were killed in the middle of writing one of these files have left of it (see
    /// base/atomic_file.h). The folder exists.
    void remove_unfinished() const;

    /// Writes config.yaml: every setting, under a line that says whose file it is. Throws UserError.
    void write_config(const Config& config) const;

    /// Puts the training on disk: `best` first when asked, then `last`, then the state; each file is replaced whole.
    void save(const Seq2SeqImpl& model, const Optimizer& optimizer, const WeightAverage& average,
              const Progress& progress, bool is_best) const;

    /// Loads what save() wrote into a model, an optimizer and an average of the same settings.
    /// Another kind of optimizer starts with moments of its own, with a warning; an average that is new begins with
    /// the saved weights.
    /// Throws UserError for a damaged file, a newer format, or weights of another shape.
    void load_state(Seq2SeqImpl& model, Optimizer& optimizer, WeightAverage& average, Progress& progress) const;

    /// Throws UserError when the weights `name` are missing, damaged, or of a newer format: to be called before
    /// anything else of the directory is read, since a newer format may have changed that, too.
    void check_format(const std::string& name) const;

    /// Loads best or last weights, for use, not for training: they are views of the mapped file. Throws UserError as
    /// load_state.
    void load_weights(const std::string& name, Seq2SeqImpl& model) const;

private:
    std::string path_;
};

}  // namespace nmt
