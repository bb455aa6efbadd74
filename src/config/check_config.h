#pragma once
// What one option alone cannot show: settings that clash, and settings that follow from others.

#include "config/config.h"
#include "config/load_config.h"

namespace nmt {

/// Throws one UserError with all clashes, a line each: the place of the setting, what is wrong, and the two values.
/// `config` may be resolved or not. A config that is fine with one `model.attention` is fine with `none`, unless a
/// position or input feeding is asked for.
void check_config(const Config& config, const Origins& origins = {});

/// Fills in what was left to us:
///   model.position auto -> before_cell, unless attention is none (then it stays auto)
///   model.attention_size 0 -> decoder.hidden;  model.decoder.readout 0 -> decoder.embedding if tied, else
///   decoder.hidden text.src_type, tgt_type empty -> text.type;  text.src_size, tgt_size 0 -> text.size data.cache_dir
///   empty -> OUTPUT/cache train.batch_tokens -> 0 if batch_sentences is given;  search.batch_sentences -> 0 if
///   batch_tokens is given
/// Resolving twice is resolving once, and what passed check_config passes it again.
Config resolve(Config config);

}  // namespace nmt
