#include "bench/machine.h"

#include <sys/resource.h>
#include <torch/cuda.h>

namespace nmt {

void wait_for(const c10::Device& device) {
    if (device.is_cuda()) torch::cuda::synchronize(device.index());
}

double peak_memory_bytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024.0;  // Linux counts it in KiB
}

}  // namespace nmt
