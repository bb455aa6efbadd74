#include "metrics/tokenizer_char.h"

#include "base/utf8.h"

namespace nmt {

void TokenizerChar::tokenize(std::string_view line, std::string& tokenized) const {
    tokenized.clear();
    for (CodePoints walk(line); !walk.done(); walk.next()) tokenized.append(walk.bytes()).push_back(' ');
}

}  // namespace nmt
