// The reader beside a model of a few lines: the same lines, or an error at the same line.
#include <zlib.h>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/utf8.h"
#include "evaluate/segment_reader.h"
#include "targets.h"
#include "temporary_folder.h"

namespace nmt {
namespace {

using Lines = std::vector<std::string>;

/// Table 3-7 of the Unicode standard, written down once more.
bool is_well_formed(std::string_view text) {
    const auto in = [&](std::size_t at, unsigned low, unsigned high) {
        return at < text.size() && static_cast<std::uint8_t>(text[at]) >= low &&
               static_cast<std::uint8_t>(text[at]) <= high;
    };
    std::size_t at = 0;
    while (at < text.size()) {
        const auto lead = static_cast<std::uint8_t>(text[at]);
        const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        std::size_t tail = 0;
        if (lead >= 0xC2 && lead <= 0xDF) tail = 1;
        if (lead >= 0xE0 && lead <= 0xEF) tail = 2;
        if (lead >= 0xF0 && lead <= 0xF4) tail = 3;
        if (lead > 0x7F && (tail == 0 || !in(at + 1, low, high))) return false;
        for (std::size_t i = 2; i <= tail; ++i)
            if (!in(at + i, 0x80, 0xBF)) return false;
        at += tail + 1;
    }
    return true;
}

std::string stripped(const std::string& line) {
    std::size_t end = 0;
    std::size_t at = 0;
    for (CodePoints walk(line); !walk.done(); walk.next()) {
        at += walk.bytes().size();
        if (!is_white_space(walk.value())) end = at;
    }
    return line.substr(0, end);
}

/// The lines between LFs, or the number of the first that is not UTF-8.
struct Model {
    Lines lines;
    std::size_t bad_line = 0;  // 0: none
};

Model model_of(const std::string& bytes) {
    Model model;
    std::istringstream in(bytes);
    for (std::string line; std::getline(in, line);) {
        if (!is_well_formed(line)) {
            model.bad_line = model.lines.size() + 1;
            break;
        }
        model.lines.push_back(stripped(line));
    }
    return model;
}

/// Runs `read` and compares; an error must name the place.
template <class Read>
void compare(const Model& model, const std::string& name, const Read& read) {
    try {
        const Lines lines = read();
        law(model.bad_line == 0, "invalid UTF-8 is refused");
        law(lines == model.lines, "the reader's lines are those between LFs, without white space at their ends");
    } catch (const UserError& error) {
        law(model.bad_line != 0, "valid UTF-8 is read");
        const std::string place = name + ":" + std::to_string(model.bad_line) + ":";
        law(std::string(error.what()).find(place) != std::string::npos, "the error names file and line");
    }
}

/// CR LF and CR are line ends of standard input as well.
std::string with_plain_line_ends(const std::string& bytes) {
    std::string result;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const bool is_cr = bytes[i] == '\r';
        if (is_cr && i + 1 < bytes.size() && bytes[i + 1] == '\n') continue;
        result += is_cr ? '\n' : bytes[i];
    }
    return result;
}

std::string gzipped(const std::string& plain, int level) {
    z_stream stream{};
    law(deflateInit2(&stream, level, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib starts");
    std::string compressed(plain.size() + plain.size() / 8 + 200, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(compressed.data());
    stream.avail_out = static_cast<uInt>(compressed.size());
    law(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib compresses");
    compressed.resize(stream.total_out);
    deflateEnd(&stream);
    return compressed;
}

std::optional<Lines> lines_if_sound(const std::string& path) {
    try {
        return read_segments(path);
    } catch (const UserError&) {
        return std::nullopt;
    }
}

/// One byte changed, or the end cut off.
void compare_damaged(const std::string& text, std::uint8_t where, std::uint8_t change, const TemporaryFolder& folder) {
    std::string damaged = gzipped(text, 6);
    const std::size_t at = where * damaged.size() / 256;
    const bool is_cut = change == 0;
    if (is_cut)
        damaged.resize(at);
    else
        damaged[at] = static_cast<char>(damaged[at] ^ change);
    const auto lines = lines_if_sound(folder.write("damaged.gz", damaged));
    if (is_cut) law(!lines || at == 0, "a .gz that ends too early is refused");
    const Model model = model_of(text);
    if (lines && !is_cut) law(model.bad_line == 0 && *lines == model.lines, "damage never changes what is read");
}

}  // namespace

void fuzz_segment_reader(FuzzBytes bytes) {
    static const TemporaryFolder folder;
    if (bytes.size() < 3) return;
    const std::uint8_t choice = bytes[0] % 5;
    const std::string text(bytes.begin() + 3, bytes.end());
    if (choice == 0) {
        const std::string path = folder.write("plain", text);
        compare(model_of(text), path, [&] { return read_segments(path); });
    } else if (choice == 1) {
        std::istringstream in(text);
        compare(model_of(with_plain_line_ends(text)), kStandardInputName, [&] { return read_segments(in); });
    } else if (choice == 2) {
        lines_if_sound(folder.write("raw.gz", text));
    } else if (choice == 3) {
        const std::size_t split = bytes[1] * text.size() / 256;
        const std::string path =
            folder.write("two.gz", gzipped(text.substr(0, split), bytes[2] % 10) + gzipped(text.substr(split), 1));
        compare(model_of(text), path, [&] { return read_segments(path); });
    } else {
        compare_damaged(text, bytes[1], bytes[2], folder);
    }
}

}  // namespace nmt
