#include "model/shared_rows.h"

namespace nmt {

torch::Tensor joined(const std::vector<SharedRows>& parts) {
    if (parts.size() == 1) return parts[0].spread();
    std::vector<torch::Tensor> spread;
    for (const auto& part : parts) spread.push_back(part.spread());
    return torch::cat(spread, -1);
}

}  // namespace nmt
