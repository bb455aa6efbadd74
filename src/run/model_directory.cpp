#include "run/model_directory.h"

#include <signal.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "base/atomic_file.h"
#include "base/cat.h"
#include "base/error.h"
#include "base/log.h"
#include "config/dump_config.h"
#include "config/load_config.h"
#include "model/safetensors.h"

namespace nmt {
namespace fs = std::filesystem;
namespace {

constexpr const char* kVersionKey = "nmt_format";

/// All files of a training, besides its caches; the settings, by which it is known for ours, are last to be removed.
const char* const kFiles[] = {"last.state", "last.safetensors", "best.safetensors", "log.jsonl",  "src.model",
                              "tgt.model",  "joint.model",      "lexicon.tsv",      "config.yaml"};

void check_version(const std::string& path, const std::map<std::string, std::string>& metadata) {
    const auto version = metadata.find(kVersionKey);
    if (version == metadata.end()) throw UserError(cat(path, ": not written by nmt-train (no ", kVersionKey, ")"));
    if (std::atoi(version->second.c_str()) > kFormatVersion)
        throw UserError(cat(path, ": format version ", version->second,
                            " is newer than this program, which reads up to ", kFormatVersion, "; use a newer nmt"));
}

Progress progress_of(const std::string& path, const std::map<std::string, std::string>& metadata) {
    check_version(path, metadata);
    const auto progress = metadata.find("progress");
    if (progress == metadata.end()) throw UserError(cat(path, ": not written by nmt-train (no progress)"));
    try {
        return progress_from_json(progress->second);
    } catch (const UserError& error) {
        throw UserError(cat(path, ": ", error.what()));
    }
}

TensorFile read_checked(const std::string& path) {
    auto file = read_safetensors(path);
    check_version(path, file.metadata);
    return file;
}

/// Calls put(weight, tensor of the file) for every weight of the model.
template <typename Put>
void for_each_weight(const std::string& path, const std::map<std::string, torch::Tensor>& tensors, Seq2SeqImpl& model,
                     const Put& put) {
    const torch::NoGradGuard no_grad;
    for (auto& [name, weight] : model.named_weights()) {
        const auto found = tensors.find(name);
        if (found == tensors.end()) throw UserError(cat(path, ": has no weight ", name));
        if (found->second.sizes() != weight.sizes())
            throw UserError(cat(path, ": ", name, " has the shape ", found->second.sizes(), "; config.yaml asks for ",
                                weight.sizes()));
        if (found->second.scalar_type() != weight.scalar_type())
            throw UserError(cat(path, ": ", name, " has the type ", found->second.scalar_type(), " instead of ",
                                weight.scalar_type()));
        put(weight, found->second);
    }
}

/// Whether a file is one of ours: others have files of these names, too.
bool is_checkpoint(const std::string& path) {
    try {
        return fs::exists(path) && read_safetensors_metadata(path).count(kVersionKey) > 0;
    } catch (const UserError&) {
        return false;
    }
}

std::string config_text(const Config& config) {
    return cat("# The settings of the training in this folder, as nmt-train resolved them.\n", dump_yaml(config));
}

/// Whether a config is just as we write it: not one of the user's own, nor one of ours that was edited.
bool is_own_config(const std::string& path) {
    try {
        std::ifstream file(path, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        return !text.empty() && text == config_text(load_config(path).config);
    } catch (const UserError&) {
        return false;
    }
}

/// The process that writes, or was killed while it wrote, one of our files under this temporary name; or none.
std::optional<pid_t> writer_of_ours(const fs::path& path) {
    for (const auto* file : kFiles)
        if (const auto process = writer_of(path.filename(), file)) return process;
    return std::nullopt;
}

bool is_alive(pid_t process) {
    return ::kill(process, 0) == 0 || errno == EPERM;
}

}  // namespace

bool ModelDirectory::has_config() const {
    return fs::exists(config_file());
}

bool ModelDirectory::has_lexicon() const {
    return fs::exists(lexicon_file());
}

bool ModelDirectory::has_training() const {
    return is_checkpoint(state_file()) || is_checkpoint(weights_file("best")) || is_checkpoint(weights_file("last")) ||
           is_own_config(config_file());
}

void ModelDirectory::write_config(const Config& config) const {
    write_file_atomically(config_file(), config_text(config));
}

bool ModelDirectory::has_state() const {
    return fs::exists(state_file());
}

void ModelDirectory::create() const {
    std::error_code error;
    if (fs::exists(path_) && !fs::is_directory(path_)) throw UserError(cat("output: ", path_, " is not a folder"));
    if (fs::is_directory(path_) && !has_training() && !fs::is_empty(path_)) {
        for (const auto& entry : fs::directory_iterator(path_))
            if (entry.path().filename() != "cache" && !writer_of_ours(entry.path()))
                throw UserError(cat("output: ", path_, " holds ", entry.path().filename().string(),
                                    " but no training; name an empty or a new folder"));
    }
    fs::create_directories(path_, error);
    if (error) throw UserError(cat("output: ", path_, " cannot be made: ", error.message()));
}

void ModelDirectory::remove_training() const {
    for (const auto* name : kFiles) fs::remove(file(name));
    remove_unfinished();
}

void ModelDirectory::remove_unfinished() const {
    std::vector<fs::path> unfinished;
    for (const auto& entry : fs::directory_iterator(path_))
        if (const auto process = writer_of_ours(entry.path()); process && !is_alive(*process))
            unfinished.push_back(entry.path());
    for (const auto& path : unfinished) fs::remove(path);
}

void ModelDirectory::save(const Seq2SeqImpl& model, const Optimizer& optimizer, const WeightAverage& average,
                          const Progress& progress, bool is_best) const {
    const std::map<std::string, std::string> metadata{{kVersionKey, std::to_string(kFormatVersion)},
                                                      {"update", std::to_string(progress.update)},
                                                      {"progress", to_json(progress)},
                                                      {"optimizer", optimizer.kind()}};
    if (is_best) write_safetensors(weights_file("best"), average.weights(), metadata);
    write_safetensors(weights_file("last"), average.weights(), metadata);
    NamedTensors state;
    if (average.is_on())
        for (const auto& [name, tensor] : average.weights()) state.emplace_back("average." + name, tensor);
    for (const auto& [name, tensor] : model.named_weights()) state.emplace_back("weight." + name, tensor);
    for (const auto& [name, tensor] : optimizer.state()) state.emplace_back("optimizer." + name, tensor);
    write_safetensors(state_file(), state, metadata);
}

void ModelDirectory::load_state(Seq2SeqImpl& model, Optimizer& optimizer, WeightAverage& average,
                                Progress& progress) const {
    const auto file = read_checked(state_file());
    std::map<std::string, torch::Tensor> weights, averages, moments;
    for (const auto& [name, tensor] : file.tensors) {
        if (name.rfind("weight.", 0) == 0)
            weights[name.substr(7)] = tensor;
        else if (name.rfind("average.", 0) == 0)
            averages[name.substr(8)] = tensor;
        else if (name.rfind("optimizer.", 0) == 0)
            moments[name.substr(10)] = tensor;
    }
    for_each_weight(state_file(), weights, model,
                    [](torch::Tensor& weight, const torch::Tensor& tensor) { weight.copy_(tensor); });
    average.load(averages);
    const auto kind = file.metadata.find("optimizer");
    if (kind != file.metadata.end() && kind->second != optimizer.kind())
        log_warning(cat("the moments of ", kind->second, " mean nothing to ", optimizer.kind(), ", which starts anew"));
    else if (!moments.empty())
        optimizer.load_state(moments);
    progress = progress_of(state_file(), file.metadata);
    // A process that died between the two files may have left a better `best` than the state knows of.
    if (!fs::exists(weights_file("best"))) {
        progress.has_best = false;
        return;
    }
    const auto best = progress_of(weights_file("best"), read_safetensors_metadata(weights_file("best")));
    if (best.update > progress.update) {
        if (best.best_criterion != progress.best_criterion) forget_best(progress);
        progress.has_best = best.has_best;
        progress.best = best.best;
        progress.best_update = best.best_update;
        progress.best_criterion = best.best_criterion;
    }
}

void ModelDirectory::check_format(const std::string& name) const {
    const auto path = weights_file(name);
    if (!fs::exists(path)) throw UserError(cat(path, ": no such file; has nmt-train saved a checkpoint there?"));
    check_version(path, read_safetensors_metadata(path));
}

void ModelDirectory::load_weights(const std::string& name, Seq2SeqImpl& model) const {
    const auto path = weights_file(name);
    // The file's own memory, not a copy: what packing does not need is never read.
    for_each_weight(path, read_checked(path).tensors, model,
                    [](torch::Tensor& weight, const torch::Tensor& tensor) { weight.set_data(tensor); });
}

}  // namespace nmt
