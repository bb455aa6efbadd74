#pragma once
// Weights on disk in the safetensors format (huggingface/safetensors, format of 2022): 8 bytes little-endian length, a
// JSON header {name: {dtype, shape, data_offsets}, "__metadata__": {string: string}}, then the raw bytes.

#include <torch/types.h>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace nmt {

using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

struct TensorFile {
    std::map<std::string, torch::Tensor> tensors;  // on the CPU; views of the mapped file, read when they are touched
    std::map<std::string, std::string> metadata;
};

/// Copies into each tensor of `into` the one of its name. `what` names the whole in messages: "the optimizer's state".
/// Throws UserError when one is missing or has another shape.
void copy_tensors(const std::map<std::string, torch::Tensor>& from, const NamedTensors& into, const std::string& what);

/// Writes through a temporary name; the old file stays whole until the new one is on disk. Tensors: any device, float,
/// double, bfloat16 or int64. Throws UserError when the disk refuses.
void write_safetensors(const std::string& path, const NamedTensors& tensors,
                       const std::map<std::string, std::string>& metadata);

/// Maps the file; writing to the tensors does not reach it. Throws UserError naming the file when it is missing, cut
/// short or damaged.
TensorFile read_safetensors(const std::string& path);

/// The metadata alone, without reading the weights. Throws as read_safetensors.
std::map<std::string, std::string> read_safetensors_metadata(const std::string& path);

}  // namespace nmt
