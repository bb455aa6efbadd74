#include "model/safetensors.h"

#include <filesystem>
#include <fstream>

#include "base/error.h"
#include "catch.h"
#include "temporary_folder.h"

using namespace nmt;

namespace {

const std::map<std::string, std::string> kMetadata{{"update", "12"}, {"note", "\"quoted\" é"}};

NamedTensors some_tensors() {
    return {{"a.weight", torch::arange(15, torch::kFloat).view({3, 5})},
            {"steps", torch::full({}, 7.0)},
            {"wide", torch::sin(torch::arange(4, torch::kDouble))},
            {"small", torch::arange(6, torch::kFloat).to(torch::kBFloat16)},
            {"turned", torch::arange(6, torch::kFloat).view({2, 3}).t()},
            {"none", torch::empty({0, 4})}};
}

}  // namespace

TEST_CASE("tensors and metadata survive being written and read") {
    const TemporaryFolder folder;
    const auto path = folder.file("x.safetensors");
    write_safetensors(path, some_tensors(), kMetadata);
    const auto read = read_safetensors(path);
    CHECK(read.metadata == kMetadata);
    CHECK(read_safetensors_metadata(path) == kMetadata);
    REQUIRE(read.tensors.size() == some_tensors().size());
    for (const auto& [name, tensor] : some_tensors()) {
        CAPTURE(name);
        CHECK(read.tensors.at(name).scalar_type() == tensor.scalar_type());
        CHECK(torch::equal(read.tensors.at(name), tensor));
    }
}

TEST_CASE("a file that is cut anywhere, or is not one, is refused by name") {
    const TemporaryFolder folder;
    const auto path = folder.file("x.safetensors");
    write_safetensors(path, some_tensors(), kMetadata);
    const auto size = std::filesystem::file_size(path);
    for (std::uintmax_t cut = 0; cut < size; cut += 7) {
        const auto part = folder.file("part");
        std::filesystem::copy_file(path, part, std::filesystem::copy_options::overwrite_existing);
        std::filesystem::resize_file(part, cut);
        CHECK_THROWS_AS(read_safetensors(part), UserError);
    }
    CHECK_THROWS_WITH(read_safetensors(folder.file("nowhere")), Catch::Matchers::Contains("nowhere"));
    std::ofstream(folder.file("text")) << "this is no safetensors file at all";
    CHECK_THROWS_WITH(read_safetensors(folder.file("text")), Catch::Matchers::Contains("not a sound safetensors file"));
}
