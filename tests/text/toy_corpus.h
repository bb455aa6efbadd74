#pragma once
// A small invented parallel corpus, the same everywhere.

#include <string>
#include <vector>

#include "base/random_stream.h"
#include "temporary_folder.h"
#include "text/corpus_reader.h"

namespace nmt {

struct ToyCorpus {
    std::string src, tgt;  // one sentence a line
};

/// `pairs` sentences of 2 to 13 words on the source side, a word less on the target side.
inline ToyCorpus make_toy_corpus(int pairs, std::uint64_t seed = 1) {
    static const std::vector<std::string> stems = {"maison", "chat", "vert",  "grand", "étudiant", "parl", "mang",
                                                   "arbre",  "eau",  "livre", "zone",  "économi",  "œuf",  "fenêtr"};
    static const std::vector<std::string> endings = {"", "s", "e", "es", "er", "ons", "que", "eur"};
    static const std::vector<std::string> meanings = {"house", "cat",   "green", "tall", "student", "talk", "eat",
                                                      "tree",  "water", "book",  "area", "economy", "egg",  "window"};
    RandomStream random(seed);
    ToyCorpus corpus;
    for (int i = 0; i < pairs; ++i) {
        const auto words = 2 + random.below(12);
        for (std::uint64_t word = 0; word < words; ++word) {
            const auto stem = random.below(stems.size());
            corpus.src += (word == 0 ? "" : " ") + stems[stem] + endings[random.below(endings.size())];
            if (word > 0) corpus.tgt += (word == 1 ? "the " : " ") + meanings[stem];
        }
        corpus.src += " .\n";
        corpus.tgt += "!\n";
    }
    return corpus;
}

/// The same in two files of a folder.
inline CorpusFiles write_toy_corpus(const TemporaryFolder& folder, int pairs) {
    const ToyCorpus toy = make_toy_corpus(pairs);
    return {folder.write("toy.fr", toy.src), folder.write("toy.en", toy.tgt), ""};
}

}  // namespace nmt
