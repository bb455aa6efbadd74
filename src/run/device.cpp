#include "run/device.h"

#include <torch/cuda.h>
#include <torch/version.h>

#include <thread>

#include "base/cat.h"
#include "base/error.h"
#include "base/log.h"
#include "model/precision.h"

namespace nmt {

c10::Device choose_device(const std::string& name) {
    if (name == "auto") return torch::cuda::is_available() ? c10::Device(torch::kCUDA, 0) : c10::Device(torch::kCPU);
    if (name == "cpu") return c10::Device(torch::kCPU);
    if (name == "cuda" || name.rfind("cuda:", 0) == 0) {
        if (!torch::cuda::is_available())
            throw UserError(cat("device: ", name, " was asked for, but there is no CUDA device that this LibTorch (",
                                TORCH_VERSION, ") can use; use device: cpu or auto"));
        const auto number = name == "cuda" ? std::string("0") : name.substr(5);
        const bool is_number =
            !number.empty() && number.size() < 4 && number.find_first_not_of("0123456789") == std::string::npos;
        const auto count = static_cast<int>(torch::cuda::device_count());
        if (!is_number || std::stoi(number) >= count)
            throw UserError(
                cat("device: ", name, " was asked for, but the CUDA devices here are cuda:0 to cuda:", count - 1));
        return c10::Device(torch::kCUDA, static_cast<c10::DeviceIndex>(std::stoi(number)));
    }
    throw UserError(cat("device: '", name, "' is not one of auto, cpu, cuda, cuda:N"));
}

int set_threads(std::int64_t threads) {
    const auto count =
        threads > 0 ? static_cast<int>(threads) : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    at::set_num_threads(count);
    return count;
}

Precision choose_precision(const char* option, Precision asked, const c10::Device& device) {
    const auto usable = usable_precision(asked, device);
    if (usable != asked && asked != Precision::automatic)
        log_warning(cat(option, ": ", name_of(asked), " is not fast on this device (", describe(device), "); ",
                        name_of(usable), " is taken"));
    return usable;
}

std::string describe(const c10::Device& device) {
    return device.str();
}

std::string torch_version_text() {
    return cat("libtorch ", TORCH_VERSION, ", CUDA ", torch::cuda::is_available() ? "available" : "not available");
}

}  // namespace nmt
