#pragma once
// sacreBLEU's spellings of options, turned into those that CLI11 takes.

#include <string>
#include <vector>

namespace nmt {

/// Long names with one dash (`-tok`), which CLI11 2.1 reads as a row of short ones, and long names cut short
/// (`--conf`), which Python's argparse accepts, become whole long names of `long_names` ("--tokenize"). What stands
/// behind `--` stays. Throws UserError for a cut name with several meanings.
std::vector<std::string> spelled_out(std::vector<std::string> arguments, const std::vector<std::string>& long_names);

/// Throws UserError, with the reason, if `arguments` (spelled out) hold an option of sacreBLEU that we do not offer.
void refuse_unoffered_options(const std::vector<std::string>& arguments);

/// The long names of the options that are refused.
std::vector<std::string> unoffered_long_names();

/// Throws UserError, with the reason, for a tokenizer of sacreBLEU that we do not offer.
void refuse_unoffered_tokenizer(const std::string& tokenizer);

}  // namespace nmt
