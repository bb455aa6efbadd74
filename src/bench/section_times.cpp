#include "bench/section_times.h"

#include <ATen/record_function.h>

#include <algorithm>
#include <mutex>

#include "base/clock.h"
#include "base/error.h"

namespace nmt {
namespace {

struct OpenSection : at::ObserverContext {
    double began = 0;
    double inner_seconds = 0;
    OpenSection* outer = nullptr;
};

std::mutex mutex;
bool is_listening = false;
std::vector<std::pair<std::string, double>> totals;
thread_local OpenSection* innermost = nullptr;

double& total_of(const char* name) {
    const auto found =
        std::find_if(totals.begin(), totals.end(), [&](const auto& entry) { return entry.first == name; });
    return found != totals.end() ? found->second : totals.emplace_back(name, 0.0).second;
}

std::unique_ptr<at::ObserverContext> begin_section(const at::RecordFunction& section) {
    {
        const std::lock_guard lock(mutex);
        total_of(section.name());  // its place in the order
    }
    auto open = std::make_unique<OpenSection>();
    open->outer = innermost;
    innermost = open.get();
    open->began = seconds_now();
    return open;
}

void end_section(const at::RecordFunction& section, at::ObserverContext* context) {
    auto& open = *static_cast<OpenSection*>(context);
    const auto seconds = seconds_now() - open.began;
    innermost = open.outer;
    if (innermost) innermost->inner_seconds += seconds;
    const std::lock_guard lock(mutex);
    total_of(section.name()) += seconds - open.inner_seconds;
}

}  // namespace

SectionTimes::SectionTimes() {
    const std::lock_guard lock(mutex);
    require(!is_listening, "two listeners for the times of sections");
    is_listening = true;
    totals.clear();
    callback_ = at::addGlobalCallback(
        at::RecordFunctionCallback(begin_section, end_section).scopes({at::RecordScope::USER_SCOPE}));
}

SectionTimes::~SectionTimes() {
    at::removeCallback(callback_);
    const std::lock_guard lock(mutex);
    is_listening = false;
}

void SectionTimes::reset() {
    const std::lock_guard lock(mutex);
    totals.clear();
}

std::vector<std::pair<std::string, double>> SectionTimes::seconds() const {
    const std::lock_guard lock(mutex);
    return totals;
}

}  // namespace nmt
