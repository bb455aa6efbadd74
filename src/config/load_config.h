#pragma once
// From a YAML file and `--set key=value` to the typed settings of a run.

#include <map>
#include <string>
#include <vector>

#include "config/config.h"

namespace nmt {

/// Where the values of a Config come from.
struct Origins {
    std::string file;                           // the config's path; empty when there is none
    std::map<std::string, std::string> of_key;  // "configs/x.yaml:3" or "--set key=value"; a key that has its default,
                                                // or was filled in by resolve(), is not there
};

struct LoadedConfig {
    Config config;
    Origins origins;
};

/// Defaults < the file < `overrides` ("key=value" with the dotted key; the value is read as in YAML; a later one wins),
/// each value checked by itself. Throws one UserError with all the mistakes found, a line each, which begins
/// "FILE:LINE: " or "--set key=value: ".
LoadedConfig read_config(const std::string& path, const std::vector<std::string>& overrides = {});

/// What a program wants: read_config, check_config, resolve. The result's config is resolved.
LoadedConfig load_config(const std::string& path, const std::vector<std::string>& overrides = {});

}  // namespace nmt
