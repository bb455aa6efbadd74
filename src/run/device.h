#pragma once
// Which device and how many threads a program computes with.

#include <c10/core/Device.h>

#include <string>

#include "config/config.h"

namespace nmt {

/// name: auto | cpu | cuda | cuda:N; auto is the first CUDA device when there is one.
/// Throws UserError when the named device is not there.
c10::Device choose_device(const std::string& name);

/// Sets the number of threads of every computation; 0: all cores. Returns the number.
int set_threads(std::int64_t threads);

/// What of `asked` the device does fast; a warning that names `option` when that is something else. See precision.h.
Precision choose_precision(const char* option, Precision asked, const c10::Device& device);

/// "cpu" or "cuda:0".
std::string describe(const c10::Device& device);

/// "libtorch 2.13.0, CUDA not available": for --version.
std::string torch_version_text();

}  // namespace nmt
