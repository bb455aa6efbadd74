#pragma once
// Work that falls into independent items, spread over threads. Torch-free; tensors use LibTorch's own threads.

#include <cstddef>
#include <functional>

namespace nmt {

/// Calls `body(begin, end)` until every item of 0..count-1 is in exactly one range, on up to `threads` threads (0: one
/// for each core). The ranges are consecutive pieces of `range_size` items (the last may be shorter), handed out in
/// order as threads become free; which thread takes which is not fixed, so `body` must write only to its own items.
/// Returns when all are done. The first exception, if any, is thrown again here; no new range starts after it.
void for_each_range(std::size_t count, std::size_t range_size, unsigned threads,
                    const std::function<void(std::size_t begin, std::size_t end)>& body);

}  // namespace nmt
