#pragma once
// Being asked to stop. A long training saves and leaves; a filter in a pipe just ends.

namespace nmt {

/// From now on the first SIGINT or SIGTERM is only noted (see stop_signal), so that the training can save; a second one
/// leaves at once with exit code 128 + its number. SIGPIPE is ignored: a training outlives the reader of its messages.
void install_stop_signals();

/// The number of the signal that asked to stop, or 0. Cheap enough for every update.
int stop_signal();

/// For filters: writing into a closed pipe (`nmt-translate | head`) ends the program quietly, as 128 + SIGPIPE for the
/// shell, even if whoever started us ignores SIGPIPE.
void end_on_broken_pipe();

}  // namespace nmt
