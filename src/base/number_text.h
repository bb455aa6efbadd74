#pragma once
// Numbers as Python prints them, so that our output equals sacreBLEU's byte for byte, whatever the locale.

#include <string>

namespace nmt {

/// f"{value:.{decimals}f}": correctly rounded. `decimals` >= 0.
std::string fixed_text(double value, int decimals);

/// repr(value), which is also json.dumps(value): the shortest digits that read back as the same number.
/// Not-a-number and infinities as JSON's NaN, Infinity, -Infinity.
std::string shortest_text(double value);

/// float(f"{value:.{decimals}f}").
double rounded(double value, int decimals);

}  // namespace nmt
