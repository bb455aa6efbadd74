// One fuzzer: libFuzzer's entry for the target NMT_FUZZ_TARGET. A broken law leaves it as an exception, which ends the
// process and counts as a finding.
#include "targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    nmt::NMT_FUZZ_TARGET({data, size});
    return 0;
}
