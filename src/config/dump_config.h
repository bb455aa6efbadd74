#pragma once
// Settings written out: for --dump-config, for the model directory, and as the difference between two trainings.

#include <string>
#include <vector>

#include "config/load_config.h"

namespace nmt {

/// Every option as YAML, in the table's order. Loading it again gives the same Config.
std::string dump_yaml(const Config& config);

/// The same with a comment behind each value: "default", "FILE:LINE", "--set", or "automatic" for what resolve() filled
/// in.
std::string dump_yaml(const Config& config, const Origins& origins);

struct ConfigDifference {
    std::string key;
    std::string old_value, new_value;  // as they stand in YAML
};

/// What changes between two resolved configs, in the table's order, without the options that may change freely when a
/// training goes on (Option::is_free_on_resume). Empty: the training may go on.
std::vector<ConfigDifference> difference(const Config& old_config, const Config& new_config);

}  // namespace nmt
