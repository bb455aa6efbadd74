#pragma once
// Worker threads whose results come back in the order of the work.

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

namespace nmt {

/// push() hands out work, pop() gives the oldest result and rethrows what its work threw. One thread pushes and pops;
/// how much it pushes ahead bounds the memory. Destruction drops work not yet begun.
template <class In, class Out>
class OrderedPipeline {
public:
    /// `work` runs in `threads` (at least 1) threads at once, so it must not change shared state.
    OrderedPipeline(std::size_t threads, std::function<Out(In)> work) : work_(std::move(work)) {
        try {
            for (std::size_t i = 0; i < threads; ++i) workers_.emplace_back([this] { run(); });
        } catch (...) {  // the system gives no more threads
            stop();
            throw;
        }
    }

    ~OrderedPipeline() { stop(); }

    OrderedPipeline(const OrderedPipeline&) = delete;
    OrderedPipeline& operator=(const OrderedPipeline&) = delete;

    void push(In input) {
        Task task(std::move(input));
        pending_.push_back(task.result.get_future());
        {
            const std::lock_guard lock(mutex_);
            queue_.push_back(std::move(task));
        }
        wake_.notify_one();
    }

    /// Waits for the oldest result not yet popped; there must be one.
    Out pop() {
        std::future<Out> oldest = std::move(pending_.front());
        pending_.pop_front();
        return oldest.get();
    }

    std::size_t pending() const { return pending_.size(); }

private:
    struct Task {
        explicit Task(In value) : input(std::move(value)) {}
        In input;
        std::promise<Out> result;
    };

    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            queue_.clear();
        }
        wake_.notify_all();
        for (std::thread& worker : workers_) worker.join();
    }

    void run() {
        for (std::unique_lock lock(mutex_);;) {
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (stopping_) return;
            Task task = std::move(queue_.front());
            queue_.pop_front();
            lock.unlock();
            try {
                task.result.set_value(work_(std::move(task.input)));
            } catch (...) {
                task.result.set_exception(std::current_exception());
            }
            lock.lock();
        }
    }

    std::function<Out(In)> work_;
    std::deque<std::future<Out>> pending_;  // touched by the owner's thread only
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Task> queue_;
    bool stopping_ = false;
    std::vector<std::thread> workers_;
};

}  // namespace nmt
