#pragma once
// The option table as text for people.

#include <string>

namespace nmt {

/// The page configs/REFERENCE.md: a table for every section, and what each allowed word means.
std::string reference_markdown();

/// For --help: every key with its default and the first sentence of its help, and the allowed words of a word.
std::string options_help();

}  // namespace nmt
