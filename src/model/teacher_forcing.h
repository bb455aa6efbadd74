#pragma once
// The decoder's training loop for the variants in which one step's output enters the next: attention before the cell,
// and input feeding. Same equations as Decoder::step (a test compares them); organised so that each weight's gradient
// is one product for all steps.

#include "model/decoder.h"
#include "model/step_linear.h"

namespace nmt {

/// What the readout needs of every step.
struct DecoderTrace {
    torch::Tensor s;  // [batch, tgt_len, hidden]: s_i; undefined with input feeding
    torch::Tensor c;  // [batch, tgt_len, encoder.hidden]: c_i; undefined without attention or with input feeding
    torch::Tensor t;  // [batch, tgt_len, readout]: s~_i; only with input feeding
};

/// y: [batch, tgt_len, embedding], after dropout.
DecoderTrace run_teacher_forcing_steps(const DecoderImpl& decoder, const ModelOptions& options, const torch::Tensor& y,
                                       const DecoderState& start, const DecoderMemory& memory);

}  // namespace nmt
