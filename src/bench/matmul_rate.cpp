#include "bench/matmul_rate.h"

#include <torch/types.h>

#include <algorithm>

#include "base/clock.h"
#include "bench/machine.h"

namespace nmt {
namespace {

constexpr double kWarmUpSeconds = 1;

}  // namespace

double matmul_rate(std::int64_t size, c10::ScalarType dtype, const c10::Device& device, int trials) {
    const torch::NoGradGuard no_grad;
    const auto options = torch::TensorOptions().device(device);
    const auto a = torch::rand({size, size}, options).to(dtype);
    const auto b = torch::rand({size, size}, options).to(dtype);
    auto product = torch::mm(a, b);
    // New threads may share a core until the system moves one of them, some tenths of a second.
    for (const auto start = seconds_now(); seconds_now() - start < kWarmUpSeconds;) {
        torch::mm_out(product, a, b);
        wait_for(device);
    }
    double best_seconds = 0;
    for (int trial = 0; trial < trials; ++trial) {
        wait_for(device);
        const auto start = seconds_now();
        torch::mm_out(product, a, b);
        wait_for(device);
        const auto seconds = seconds_now() - start;
        best_seconds = trial == 0 ? seconds : std::min(best_seconds, seconds);
    }
    const auto n = static_cast<double>(size);
    return 2 * n * n * n / best_seconds;
}

}  // namespace nmt
