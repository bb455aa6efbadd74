#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <vector>

namespace nmt {

/// The indices as a tensor of their own, [indices.size()] int64, on `device`.
inline at::Tensor index_tensor(const std::vector<std::int64_t>& indices, const at::Device& device) {
    return at::tensor(indices, at::kLong).to(device);
}

}  // namespace nmt
