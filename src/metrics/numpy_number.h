#pragma once
// Arithmetic as NumPy 2 does it where scalars of float32 meet Python's numbers, which sacreBLEU's bootstrap depends on.

#include <functional>

namespace nmt {

/// A float32 scalar or a Python number. With a float32 on either side, both sides and the result are rounded to
/// float32; two Python numbers stay double (NEP 50: a Python number is "weak").
class NumpyNumber {
public:
    NumpyNumber(double python_number) : value_(python_number) {}
    NumpyNumber(float scalar) : value_(scalar), is_float32_(true) {}

    double value() const { return value_; }
    bool is_float32() const { return is_float32_; }

    friend NumpyNumber operator+(NumpyNumber a, NumpyNumber b) { return combine(a, b, std::plus<>{}); }
    friend NumpyNumber operator*(NumpyNumber a, NumpyNumber b) { return combine(a, b, std::multiplies<>{}); }
    friend NumpyNumber operator/(NumpyNumber a, NumpyNumber b) { return combine(a, b, std::divides<>{}); }

    bool is_positive() const { return value_ > 0; }

private:
    template <class Operation>
    static NumpyNumber combine(NumpyNumber a, NumpyNumber b, Operation operation) {
        if (a.is_float32_ || b.is_float32_)
            return operation(static_cast<float>(a.value_), static_cast<float>(b.value_));
        return operation(a.value_, b.value_);
    }

    double value_;
    bool is_float32_ = false;
};

}  // namespace nmt
