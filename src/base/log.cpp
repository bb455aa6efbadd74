#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include "base/error.h"

namespace nmt {
namespace {

spdlog::level::level_enum to_spdlog(LogLevel level) {
    switch (level) {
        case LogLevel::debug: return spdlog::level::debug;
        case LogLevel::info: return spdlog::level::info;
        case LogLevel::warning: return spdlog::level::warn;
        case LogLevel::error: return spdlog::level::err;
        case LogLevel::off: break;
    }
    return spdlog::level::off;
}

LogLevel current_level = LogLevel::info;

spdlog::logger& logger() {
    static const auto instance = [] {
        auto made = spdlog::stderr_color_mt("nmt");
        made->set_pattern("%H:%M:%S %^%l%$ %v");
        made->set_level(to_spdlog(current_level));
        return made;
    }();
    return *instance;
}

std::function<void()> before_message;

void print(spdlog::level::level_enum level, const std::string& message) {
    if (!logger().should_log(level)) return;
    if (before_message) before_message();
    logger().log(level, "{}", message);  // an argument, never the format: a user's braces must not be interpreted
}

}  // namespace

void set_log_level(LogLevel level) {
    current_level = level;
    logger().set_level(to_spdlog(level));
}

LogLevel log_level_from_name(const std::string& name) {
    if (name == "debug") return LogLevel::debug;
    if (name == "info") return LogLevel::info;
    if (name == "warning") return LogLevel::warning;
    if (name == "error") return LogLevel::error;
    if (name == "off") return LogLevel::off;
    throw UserError("--log-level: '" + name + "' is not one of debug, info, warning, error, off");
}

void set_before_message(std::function<void()> hook) { before_message = std::move(hook); }

void log_debug(const std::string& message) { print(spdlog::level::debug, message); }
void log_info(const std::string& message) { print(spdlog::level::info, message); }
void log_warning(const std::string& message) { print(spdlog::level::warn, message); }
void log_error(const std::string& message) { print(spdlog::level::err, message); }

}  // namespace nmt
