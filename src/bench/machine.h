#pragma once
// What a measurement asks of the machine.

#include <c10/core/Device.h>

namespace nmt {

/// Returns when all work that was given to `device` is done; on the CPU that is at once.
void wait_for(const c10::Device& device);

/// The most memory that this process has held so far, in bytes (resident set).
double peak_memory_bytes();

}  // namespace nmt
