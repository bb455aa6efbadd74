#include "model/safetensors.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/atomic_file.h"
#include "base/cat.h"
#include "base/error.h"

namespace nmt {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kAlignment = 8;
constexpr std::uint64_t kLargestHeader = 100u << 20;  // the format's own limit

const std::vector<std::pair<const char*, torch::ScalarType>> kTypes = {{"F32", torch::kFloat},
                                                                       {"F64", torch::kDouble},
                                                                       {"BF16", torch::kBFloat16},
                                                                       {"F16", torch::kHalf},
                                                                       {"I64", torch::kLong}};

const char* type_name(torch::ScalarType type) {
    for (const auto& [name, known] : kTypes)
        if (known == type) return name;
    throw InternalError("a tensor of this type cannot be written as safetensors");
}

torch::ScalarType type_of(const std::string& name) {
    for (const auto& [known, type] : kTypes)
        if (name == known) return type;
    throw std::runtime_error(cat("unknown dtype ", name));
}

/// A mapped file, header and tensors from one and the same opening: another process may put a new file in its place at
/// any time.
struct MappedFile {
    torch::Tensor bytes;  // all of them
    Json header;
    std::uint64_t data_begin, data_size;
};

MappedFile map_file(const std::string& path) {
    if (!std::filesystem::is_regular_file(path)) throw UserError(cat(path, ": no such file"));
    if (::access(path.c_str(), R_OK) != 0) throw UserError(cat(path, ": cannot be read: ", std::strerror(errno)));
    const auto size = std::filesystem::file_size(path);
    std::uint64_t length = 0;
    if (size < sizeof length) throw std::runtime_error("it is cut short");
    MappedFile file;
    file.bytes = torch::from_file(path, /*shared=*/false, static_cast<std::int64_t>(size), torch::kByte);
    const auto* begin = reinterpret_cast<const char*>(file.bytes.const_data_ptr<std::uint8_t>());
    std::memcpy(&length, begin, sizeof length);
    if (length > kLargestHeader || length > size - sizeof length) throw std::runtime_error("its header is cut short");
    file.header = Json::parse(begin + sizeof length, begin + sizeof length + length);
    file.data_begin = sizeof length + length;
    file.data_size = size - file.data_begin;
    return file;
}

/// Runs `read`, and says which file is damaged when it cannot.
template <class Read>
auto naming_the_file(const std::string& path, const Read& read) {
    try {
        return read();
    } catch (const UserError&) {
        throw;
    } catch (const c10::Error& error) {
        throw UserError(cat(path, ": cannot be mapped: ", error.what_without_backtrace()));
    } catch (const std::exception& error) {
        throw UserError(cat(path, ": not a sound safetensors file: ", error.what()));
    }
}

std::map<std::string, std::string> metadata_of(const Json& header) {
    return header.value("__metadata__", std::map<std::string, std::string>());
}

torch::Tensor read_tensor(const MappedFile& file, const Json& entry) {
    const auto type = type_of(entry.at("dtype").get<std::string>());
    const auto shape = entry.at("shape").get<std::vector<std::int64_t>>();
    const auto begin = entry.at("data_offsets").at(0).get<std::uint64_t>();
    const auto end = entry.at("data_offsets").at(1).get<std::uint64_t>();
    if (end > file.data_size || begin > end) throw std::runtime_error("data offsets point past the end");
    std::uint64_t bytes = c10::elementSize(type);
    for (const auto extent : shape) {
        if (extent < 0) throw std::runtime_error("a negative size");
        if (extent > 0 && bytes > file.data_size) throw std::runtime_error("a tensor larger than the file");
        bytes *= static_cast<std::uint64_t>(extent);
    }
    if (bytes != end - begin) throw std::runtime_error("a tensor's bytes do not fit its shape");
    const auto place = file.data_begin + begin;
    const auto raw = file.bytes.narrow(0, static_cast<std::int64_t>(place), static_cast<std::int64_t>(bytes));
    const bool is_aligned = place % c10::elementSize(type) == 0;  // other writers need not care
    return (is_aligned ? raw : raw.clone()).view(type).view(shape);
}

}  // namespace

void copy_tensors(const std::map<std::string, torch::Tensor>& from, const NamedTensors& into, const std::string& what) {
    const torch::NoGradGuard no_grad;
    for (const auto& [name, tensor] : into) {
        const auto found = from.find(name);
        if (found == from.end()) throw UserError(cat(what, " lacks ", name));
        if (found->second.sizes() != tensor.sizes())
            throw UserError(
                cat(what, ": ", name, " has the shape ", found->second.sizes(), " instead of ", tensor.sizes()));
        tensor.copy_(found->second);
    }
}

void write_safetensors(const std::string& path, const NamedTensors& tensors,
                       const std::map<std::string, std::string>& metadata) {
    Json header = Json::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    std::size_t offset = 0;
    for (const auto& [name, tensor] : tensors) {
        header[name] = {{"dtype", type_name(tensor.scalar_type())},
                        {"shape", tensor.sizes().vec()},
                        {"data_offsets", {offset, offset + tensor.nbytes()}}};
        offset += tensor.nbytes();
    }
    std::string text = header.dump();
    text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
    const std::uint64_t length = text.size();
    AtomicFile file(path);
    file.write(&length, sizeof length);
    file.write(text.data(), text.size());
    for (const auto& [name, tensor] : tensors) {
        const auto bytes = tensor.detach().to(torch::kCPU).contiguous();
        file.write(bytes.const_data_ptr(), bytes.nbytes());
    }
    file.commit();
}

TensorFile read_safetensors(const std::string& path) {
    return naming_the_file(path, [&] {
        const auto mapped = map_file(path);
        TensorFile file;
        file.metadata = metadata_of(mapped.header);
        for (const auto& [name, entry] : mapped.header.items())
            if (name != "__metadata__") file.tensors[name] = read_tensor(mapped, entry);
        return file;
    });
}

std::map<std::string, std::string> read_safetensors_metadata(const std::string& path) {
    return naming_the_file(path, [&] { return metadata_of(map_file(path).header); });
}

}  // namespace nmt
