#include "recorded_case.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <initializer_list>
#include <stdexcept>

namespace spikelet::conformance {

namespace {

using nlohmann::json;

// ---- long values -------------------------------------------------------------------------------
// Nearly all of a corpus is hex, up to a megabyte in one string, and the JSON parser looks at every
// character several times. So long requests and answers are lifted out of the line first: in their
// place stands a string that JSON cannot hold unescaped and hex never, NUL and an index.

constexpr std::size_t lifted_size_min = 256;

struct lifted_line {
    std::string text;
    std::vector<std::string_view> values;
};

// The value of "req" or "resp" whose opening quote is at `quote`? In JSON text a quote inside a
// string has a backslash in front, so the characters  req":"  are never part of one.
bool opens_hex_value(std::string_view line, std::size_t quote) {
    const std::string_view before = line.substr(0, quote);
    return before.ends_with("\"req\":") || before.ends_with("\"resp\":");
}

lifted_line lift_hex(std::string_view line) {
    lifted_line out;
    std::size_t copied = 0;
    std::size_t at = line.find('"');
    while (at != std::string_view::npos) {
        const std::size_t end = line.find('"', at + 1);
        if (end == std::string_view::npos) break;
        if (end - at > lifted_size_min && opens_hex_value(line, at)) {
            const std::string_view value = line.substr(at + 1, end - at - 1);
            if (value.find('\\') == std::string_view::npos) {
                out.text.append(line, copied, at + 1 - copied);
                out.text.append("\\u0000").append(std::to_string(out.values.size()));
                out.values.push_back(value);
                copied = end;
            }
        }
        at = end;
    }
    out.text.append(line, copied);
    return out;
}

// ---- keys --------------------------------------------------------------------------------------
// Every complaint is an invalid_argument; the reader puts file and line in front.

[[noreturn]] void complain(const std::string& what) {
    throw std::invalid_argument(what);
}

const json& require(const json& object, const char* key) {
    const auto found = object.find(key);
    if (found == object.end()) complain(std::string("key \"") + key + "\" is missing");
    return *found;
}

std::string to_string(const json& value, const char* key) {
    if (!value.is_string()) complain(std::string("\"") + key + "\" must be a string");
    return value.get<std::string>();
}

bool to_bool(const json& value, const char* key) {
    if (!value.is_boolean()) complain(std::string("\"") + key + "\" must be true or false");
    return value.get<bool>();
}

const json& to_array(const json& value, const char* key) {
    if (!value.is_array()) complain(std::string("\"") + key + "\" must be a list");
    return value;
}

// The JSON library quotes the string in which it stopped, however long that is.
std::string shortened(std::string text) {
    constexpr std::size_t size_max = 300;
    if (text.size() <= size_max) return text;
    text.resize(size_max);
    return text + " …";
}

template <class Enum>
struct named {
    const char* name;
    Enum value;
};

constexpr std::array kinds{
    named<answer_kind>{"msg", answer_kind::message},
    named<answer_kind>{"multi", answer_kind::stream},
    named<answer_kind>{"info", answer_kind::info},
};
constexpr std::array modes{
    named<compare_mode>{"exact", compare_mode::exact},
    named<compare_mode>{"bins", compare_mode::bins},
    named<compare_mode>{"set", compare_mode::set},
    named<compare_mode>{"rc", compare_mode::result_code},
    named<compare_mode>{"info", compare_mode::info},
    named<compare_mode>{"info-set", compare_mode::info_set},
};

template <class Table>
auto choose(const Table& table, const json& value, const char* key) {
    const std::string text = to_string(value, key);
    std::string allowed;
    for (const auto& entry : table) {
        if (text == entry.name) return entry.value;
        allowed.append(allowed.empty() ? "" : ", ").append(entry.name);
    }
    complain(std::string("\"") + key + "\" is \"" + text + "\"; allowed: " + allowed);
}

std::string hex_value(const json& object, const char* key, const lifted_line& line) {
    std::string text = to_string(require(object, key), key);
    if (text.empty() || text[0] != '\0') return text;
    std::size_t index = line.values.size();
    try {
        index = std::stoul(text.substr(1));
    } catch (const std::logic_error&) {
    }
    if (index >= line.values.size()) complain(std::string("\"") + key + "\" is not hex");
    return std::string(line.values[index]);
}

constexpr std::uint8_t not_hex = 0xff;
constexpr auto hex_digits = [] {
    std::array<std::uint8_t, 256> table{};
    table.fill(not_hex);
    for (std::uint8_t i = 0; i < 10; ++i)
        table['0' + i] = i;
    for (std::uint8_t i = 0; i < 6; ++i)
        table['a' + i] = table['A' + i] = 10 + i;
    return table;
}();

}  // namespace

bool decode_hex(std::string_view hex, wire::buffer& out) {
    if (hex.size() % 2 != 0) return false;
    std::uint8_t* to = out.grow(hex.size() / 2);
    std::uint8_t bad = 0;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const std::uint8_t high = hex_digits[static_cast<std::uint8_t>(hex[i])];
        const std::uint8_t low = hex_digits[static_cast<std::uint8_t>(hex[i + 1])];
        bad |= high | low;
        *to++ = static_cast<std::uint8_t>(high << 4 | low);
    }
    return (bad & 0xf0) == 0;
}

std::string encode_hex(wire::bytes_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(2 * bytes.size());
    for (const std::uint8_t byte : bytes) {
        out.push_back(digits[byte >> 4]);
        out.push_back(digits[byte & 15]);
    }
    return out;
}

std::optional<recorded_case> corpus_reader::next() {
    while (const auto line = lines_.next()) {
        if (line->find_first_not_of(" \t\r") == std::string_view::npos) continue;
        try {
            return parse(*line);
        } catch (const json::exception& error) {
            throw corpus_error(lines_.position() + ": is not JSON: " + shortened(error.what()));
        } catch (const std::invalid_argument& error) {
            throw corpus_error(lines_.position() + ": " + error.what());
        }
    }
    return std::nullopt;
}

recorded_case corpus_reader::parse(std::string_view line) {
    const lifted_line lifted = lift_hex(line);
    const json object = json::parse(lifted.text);
    if (!object.is_object()) complain("a case must be an object");

    recorded_case out;
    out.position = lines_.position();
    out.id = to_string(require(object, "id"), "id");
    out.category = to_string(require(object, "category"), "category");
    out.operation = to_string(require(object, "op"), "op");
    out.text = to_string(require(object, "text"), "text");
    for (const json& feature : to_array(require(object, "features"), "features"))
        out.features.push_back(to_string(feature, "features"));
    if (const auto wait = object.find("wait"); wait != object.end()) {
        constexpr double wait_max_s = 3600;
        const double seconds = wait->is_number() ? wait->get<double>() : -1;
        if (!(seconds >= 0 && seconds <= wait_max_s))
            complain("\"wait\" must be a number of seconds, 0 to 3600");
        out.wait = std::chrono::milliseconds(std::llround(seconds * 1000));
    }
    if (const auto preamble = object.find("preamble"); preamble != object.end())
        out.preamble = to_bool(*preamble, "preamble");

    const json& steps = to_array(require(object, "steps"), "steps");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        try {
            const json& from = steps[i];
            if (!from.is_object()) complain("must be an object");
            recorded_step step;
            step.request = hex_value(from, "req", lifted);
            step.answer = hex_value(from, "resp", lifted);
            if (step.answer == "CLOSED") {
                step.closes = true;
                step.answer.clear();
            }
            step.checked = to_bool(require(from, "check"), "check");
            if (const auto kind = from.find("kind"); kind != from.end())
                step.kind = choose(kinds, *kind, "kind");
            if (const auto mode = from.find("mode"); mode != from.end())
                step.rule.mode = choose(modes, *mode, "mode");
            if (const auto masks = from.find("masks"); masks != from.end()) {
                for (const json& entry : to_array(*masks, "masks")) {
                    if (entry == "bval") {
                        step.rule.mask_index_values = true;
                    } else if (entry.is_array() && entry.size() == 2 && entry[0].is_string() &&
                               entry[1].is_string()) {
                        step.rule.text_masks.push_back(
                            mask(entry[0].get<std::string>(), entry[1].get<std::string>()));
                    } else {
                        complain("\"masks\" holds " + entry.dump() +
                                 "; allowed: \"bval\", [pattern, replacement]");
                    }
                }
            }
            out.steps.push_back(std::move(step));
        } catch (const std::invalid_argument& error) {
            complain("step " + std::to_string(i + 1) + ": " + error.what());
        }
    }
    return out;
}

std::shared_ptr<const text_mask> corpus_reader::mask(const std::string& pattern,
                                                     const std::string& replacement) {
    auto& found = masks_[{pattern, replacement}];
    if (!found) found = std::make_shared<const text_mask>(pattern, replacement);
    return found;
}

}  // namespace spikelet::conformance
