#pragma once
// How long the named sections of a computation take. Model and trainer mark their sections with RECORD_USER_SCOPE,
// PyTorch's own mark for profilers; without a listener a mark costs a few nanoseconds.

#include <string>
#include <utility>
#include <vector>

namespace nmt {

/// Listens while it lives; there is at most one at a time. Sections of all threads are added up. On CUDA it sees when
/// work was given to the device, not when it was done.
class SectionTimes {
public:
    SectionTimes();
    ~SectionTimes();
    SectionTimes(const SectionTimes&) = delete;
    SectionTimes& operator=(const SectionTimes&) = delete;

    /// Forgets what was measured.
    void reset();

    /// (section, seconds) in the order in which the sections first began; time in an inner section counts for that one
    /// only.
    std::vector<std::pair<std::string, double>> seconds() const;

private:
    std::uint64_t callback_;
};

}  // namespace nmt
