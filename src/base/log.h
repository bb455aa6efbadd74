#pragma once
// Messages to the user on standard error; standard output carries the product only. The header is free of spdlog so that
// sources which include torch can use it.

#include <functional>
#include <string>

namespace nmt {

enum class LogLevel { debug, info, warning, error, off };

/// Nothing below `level` is printed from now on (default: info).
void set_log_level(LogLevel level);
/// debug | info | warning | error | off; throws UserError for another name.
LogLevel log_level_from_name(const std::string& name);

/// Called before every message that is printed, so that a progress line can make room; nothing: no hook.
void set_before_message(std::function<void()> hook);

void log_debug(const std::string& message);
void log_info(const std::string& message);
void log_warning(const std::string& message);
void log_error(const std::string& message);

}  // namespace nmt
