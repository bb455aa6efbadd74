#include "base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "base/error.h"

namespace nmt {

void for_each_range(std::size_t count, std::size_t range_size, unsigned threads,
                    const std::function<void(std::size_t, std::size_t)>& body) {
    require(range_size > 0, "a range needs an item");
    const std::size_t range_count = (count + range_size - 1) / range_size;
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    std::atomic<std::size_t> next_range{0};
    std::atomic<bool> has_failed{false};
    std::exception_ptr first_error;
    std::mutex error_mutex;
    const auto work = [&] {
        while (!has_failed) {
            const std::size_t range = next_range++;
            if (range >= range_count) return;
            try {
                body(range * range_size, std::min(count, (range + 1) * range_size));
            } catch (...) {
                const std::lock_guard lock(error_mutex);
                if (!has_failed.exchange(true)) first_error = std::current_exception();
            }
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < std::min<std::size_t>(threads, range_count); ++i) helpers.emplace_back(work);
        work();
    }
    if (first_error) std::rethrow_exception(first_error);
}

}  // namespace nmt
