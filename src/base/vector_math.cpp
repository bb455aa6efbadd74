#include "base/vector_math.h"

namespace nmt {

const float kLeastExponent = -87.0F, kGreatestExponent = 88.0F;

}  // namespace nmt
