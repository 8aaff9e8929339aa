// Expressions from their packed form (chapter 12 §2). What cannot be right for any record is found
// here.
#include "geo/geojson.hpp"
#include "operations/cdt/arguments.hpp"
#include "operations/expressions/codes.hpp"
#include "operations/expressions/expression.hpp"
#include "storage/collection_header.hpp"

#include <spikelet/wire/message.hpp>

#include <algorithm>

namespace spikelet::mock::expressions {

using wire::msgpack::item;
using wire::msgpack::item_kind;
using wire::msgpack::reader;

class compiler {
public:
    compiler(expression& out) : out_(out) {}

    // The node of the next value; nothing if it is no expression.
    using index = std::optional<std::uint32_t>;
    index compile(reader& in, std::size_t depth);

private:
    static constexpr std::uint32_t undefined = UINT32_MAX;
    struct variable {
        std::string_view name;
        value_type type;
        std::uint32_t number;
    };
    using operands = std::vector<std::uint32_t>;

    value_type type_of(std::uint32_t i) const { return out_.nodes_[i].type; }
    bool fits(std::uint32_t i, value_type wanted) const {
        return type_of(i) == wanted || type_of(i) == value_type::any;
    }
    bool all_fit(const operands& all, value_type wanted) const {
        return std::all_of(all.begin(), all.end(),
                           [&](std::uint32_t i) { return fits(i, wanted); });
    }
    // The type that all operands have; `any` if none has a type; nothing if they differ.
    std::optional<value_type> common_type(const operands& all) const;

    std::uint32_t add(node n) {
        out_.nodes_.push_back(n);
        return static_cast<std::uint32_t>(out_.nodes_.size() - 1);
    }
    std::uint32_t add(std::uint8_t code, value_type type, const operands& all,
                      std::int64_t number = 0, bytes_view text = {}) {
        const auto first = static_cast<std::uint32_t>(out_.operands_.size());
        out_.operands_.insert(out_.operands_.end(), all.begin(), all.end());
        return add({.code = code,
                    .type = type,
                    .first = first,
                    .count = static_cast<std::uint32_t>(all.size()),
                    .number = number,
                    .text = text});
    }
    std::uint32_t add_constant(const value& v) {
        return add({.code = code_constant, .type = v.type, .constant = v});
    }
    bool take_operands(reader& in, std::uint64_t count, std::size_t depth, operands& out);

    index constant_bytes(bytes_view payload);
    index constant_map(bytes_view packed);
    index operation(reader& in, std::uint64_t code, std::uint64_t count, std::size_t depth);
    index comparison(std::uint8_t code, const operands& all);
    index logic(std::uint8_t code, const operands& all);
    index arithmetic(std::uint8_t code, const operands& all);
    index about_record(std::uint8_t code, reader& in, std::uint64_t count);
    index bin(std::uint8_t code, reader& in, std::uint64_t count);
    index loop_variable(reader& in, std::uint64_t count);
    index compile_regex(reader& in, std::uint64_t count, std::size_t depth);
    index condition(const operands& all);
    index let(reader& in, std::uint64_t count, std::size_t depth);
    index named(reader& in, std::uint64_t count);
    index quote(reader& in, std::uint64_t count);
    index call(reader& in, std::uint64_t count, std::size_t depth);
    bool is_container(wire::operation_type type, std::uint32_t i) const;
    bool take_call(reader& in, std::size_t depth, embedded_call& call, operands& arguments);

    expression& out_;
    std::vector<variable> variables_;
};

namespace {

std::optional<std::int64_t> take_integer(reader& in) {
    item i;
    if (!in.next(i) || i.kind != item_kind::integer) return std::nullopt;
    return i.integer();
}

// Text without a type byte.
std::optional<bytes_view> take_raw(reader& in) {
    item i;
    if (!in.next(i) || i.kind != item_kind::bytes) return std::nullopt;
    return i.payload;
}

std::optional<value_type> take_type(reader& in) {
    const auto code = take_integer(in);
    return code ? type_of_code(*code) : std::nullopt;
}

bool is_variable_name(std::string_view name) {
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return !name.empty() && is_letter(name[0]) &&
           std::all_of(name.begin(), name.end(),
                       [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); });
}

}  // namespace

std::optional<value_type> compiler::common_type(const operands& all) const {
    value_type common = value_type::any;
    for (const std::uint32_t i : all) {
        const value_type t = type_of(i);
        if (t == value_type::any) continue;
        if (common != value_type::any && common != t) return std::nullopt;
        common = t;
    }
    return common;
}

bool compiler::take_operands(reader& in, std::uint64_t count, std::size_t depth, operands& out) {
    for (std::uint64_t i = 0; i < count; ++i) {
        const index operand = compile(in, depth + 1);
        if (!operand) return false;
        out.push_back(*operand);
    }
    return true;
}

compiler::index compiler::compile(reader& in, std::size_t depth) {
    if (depth > expression::depth_max) return std::nullopt;
    const reader start = in;
    item i;
    if (!in.next(i)) return std::nullopt;
    switch (i.kind) {
        case item_kind::nil:
            return add_constant(value::nil());
        case item_kind::boolean:
            return add_constant(value::boolean(i.number != 0));
        case item_kind::integer:
            return add_constant(value::integer(i.integer()));
        case item_kind::floating:
            return add_constant(value::floating(std::bit_cast<double>(i.number)));
        case item_kind::bytes:
            return constant_bytes(i.payload);
        case item_kind::extension:
            return std::nullopt;
        case item_kind::map: {
            in = start;
            const bytes_view packed = in.take();
            return packed.empty() ? std::nullopt : constant_map(packed);
        }
        case item_kind::list:
            break;
    }
    if (i.number == 0) return std::nullopt;
    const std::uint64_t count = i.number - 1;
    const auto code = take_integer(in);
    if (!code || *code < 0) return std::nullopt;
    return operation(in, static_cast<std::uint64_t>(*code), count, depth);
}

compiler::index compiler::constant_bytes(bytes_view payload) {
    if (payload.empty()) return std::nullopt;
    const bytes_view content = payload.subspan(1);
    switch (static_cast<particle_type>(payload[0])) {
        case particle_type::string:
            return add_constant(value::of_bytes(value_type::string, content));
        case particle_type::blob:
            return add_constant(value::of_bytes(value_type::blob, content));
        case particle_type::hll:
            return add_constant(value::of_bytes(value_type::hll, content));
        case particle_type::geojson: {
            geo::region region;
            if (geo::parse_geojson(wire::as_text(content), region) != geo::geojson_errc::ok) {
                return std::nullopt;
            }
            return add_constant(value::of_bytes(value_type::geojson, content));
        }
        default:
            return std::nullopt;
    }
}

compiler::index compiler::constant_map(bytes_view packed) {
    const bytes_view stored = mock::to_stored(packed, out_.constants());
    if (stored.empty()) return std::nullopt;
    // Its keys and values come out in the order of the literal.
    const bool is_plain = parse_collection_header(packed).has_value();
    return add_constant(value::of_bytes(value_type::map, is_plain ? packed : stored));
}

compiler::index compiler::operation(reader& in, std::uint64_t number, std::uint64_t count,
                                    std::size_t depth) {
    if (number > code::call) return std::nullopt;
    const auto c = static_cast<std::uint8_t>(number);
    switch (c) {
        case code::unknown:
        case code::remove:
            if (count != 0) return std::nullopt;
            return add(c, value_type::any, {});
        case code::regex:
            return compile_regex(in, count, depth);
        case code::digest_modulo:
        case code::device_size:
        case code::last_update:
        case code::since_update:
        case code::void_time:
        case code::ttl:
        case code::set_name:
        case code::key_exists:
        case code::is_tombstone:
        case code::memory_size:
        case code::record_size:
        case code::key:
            return about_record(c, in, count);
        case code::bin:
        case code::bin_type:
            return bin(c, in, count);
        case code::loop_variable:
            return loop_variable(in, count);
        case code::variable:
            return named(in, count);
        case code::let:
            return let(in, count, depth);
        case code::quote:
            return quote(in, count);
        case code::call:
            return call(in, count, depth);
        default:
            break;
    }
    operands all;
    if (!take_operands(in, count, depth, all)) return std::nullopt;
    switch (c) {
        case code::eq:
        case code::ne:
        case code::gt:
        case code::ge:
        case code::lt:
        case code::le:
        case code::geo:
        case code::in_list:
            return comparison(c, all);
        case code::logical_and:
        case code::logical_or:
        case code::logical_not:
        case code::exclusive:
            return logic(c, all);
        case code::map_keys:
        case code::map_values:
            if (all.size() != 1) return std::nullopt;
            return add(c, value_type::list, all);
        case code::cond:
            return condition(all);
        default:
            return arithmetic(c, all);
    }
}

compiler::index compiler::comparison(std::uint8_t c, const operands& all) {
    if (all.size() != 2) return std::nullopt;
    if (c == code::in_list) {
        if (!fits(all[1], value_type::list)) return std::nullopt;
        return add(c, value_type::boolean, all);
    }
    if (c == code::geo) {
        if (!all_fit(all, value_type::geojson)) return std::nullopt;
        return add(c, value_type::boolean, all);
    }
    const auto common = common_type(all);
    if (!common || *common == value_type::geojson || *common == value_type::hll) {
        return std::nullopt;
    }
    return add(c, value_type::boolean, all);
}

compiler::index compiler::logic(std::uint8_t c, const operands& all) {
    const bool counts = c == code::logical_not ? all.size() == 1 : all.size() >= 2;
    if (!counts || !all_fit(all, value_type::boolean)) return std::nullopt;
    return add(c, value_type::boolean, all);
}

compiler::index compiler::arithmetic(std::uint8_t c, const operands& all) {
    using enum value_type;
    if (all.empty()) return std::nullopt;
    const auto takes = [&](std::size_t count, value_type wanted, value_type result) -> index {
        if (all.size() != count || !all_fit(all, wanted)) return std::nullopt;
        return add(c, result, all);
    };
    switch (c) {
        case code::add:
        case code::sub:
        case code::mul:
        case code::div:
        case code::min:
        case code::max:
        case code::abs: {
            const auto common = common_type(all);
            if (!common || (*common != integer && *common != floating && *common != any)) {
                return std::nullopt;
            }
            if (c == code::abs && all.size() != 1) return std::nullopt;
            return add(c, *common, all);
        }
        case code::pow:
        case code::log:
            return takes(2, floating, floating);
        case code::mod:
        case code::lshift:
        case code::rshift:
        case code::arshift:
            return takes(2, integer, integer);
        case code::floor:
        case code::ceil:
            return takes(1, floating, floating);
        case code::to_int:
            return takes(1, floating, integer);
        case code::to_float:
            return takes(1, integer, floating);
        case code::int_and:
        case code::int_or:
        case code::int_xor:
            return takes(all.size(), integer, integer);
        case code::int_not:
        case code::int_count:
            return takes(1, integer, integer);
        case code::lscan:
        case code::rscan:
            if (all.size() != 2 || !fits(all[0], integer) || !fits(all[1], boolean)) {
                return std::nullopt;
            }
            return add(c, integer, all);
        default:
            return std::nullopt;
    }
}

compiler::index compiler::about_record(std::uint8_t c, reader& in, std::uint64_t count) {
    if (c == code::digest_modulo || c == code::key) {
        if (count != 1) return std::nullopt;
        const auto number = take_integer(in);
        if (!number) return std::nullopt;
        if (c == code::digest_modulo) {
            const auto modulus = static_cast<std::int32_t>(*number);
            if (modulus == 0) return std::nullopt;
            return add(c, value_type::integer, {}, modulus);
        }
        const auto type = type_of_code(*number);
        if (type != value_type::integer && type != value_type::string && type != value_type::blob) {
            return std::nullopt;
        }
        return add(c, *type, {}, *number);
    }
    if (count != 0) return std::nullopt;
    const bool is_boolean = c == code::key_exists || c == code::is_tombstone;
    const value_type type = c == code::set_name ? value_type::string
                            : is_boolean        ? value_type::boolean
                                                : value_type::integer;
    return add(c, type, {});
}

compiler::index compiler::bin(std::uint8_t c, reader& in, std::uint64_t count) {
    auto type = std::optional(value_type::integer);
    if (c == code::bin) {
        if (count != 2) return std::nullopt;
        type = take_type(in);
    } else if (count != 1) {
        return std::nullopt;
    }
    const auto name = take_raw(in);
    if (!type || !name || !wire::is_bin_name(wire::as_text(*name))) return std::nullopt;
    return add(c, *type, {}, 0, *name);
}

compiler::index compiler::loop_variable(reader& in, std::uint64_t count) {
    if (count != 2) return std::nullopt;
    const auto type = take_type(in);
    const auto id = take_integer(in);
    if (!type || !id || *id < 0 || *id > 2) return std::nullopt;
    constexpr std::int64_t index_id = 2;
    if (*id == index_id && *type != value_type::integer) return std::nullopt;
    return add(code::loop_variable, *type, {}, *id);
}

compiler::index compiler::compile_regex(reader& in, std::uint64_t count, std::size_t depth) {
    if (count != 3) return std::nullopt;
    const auto flags = take_integer(in);
    const auto pattern = take_raw(in);
    if (!flags || !pattern) return std::nullopt;
    operands all;
    if (!take_operands(in, 1, depth, all) || !all_fit(all, value_type::string)) {
        return std::nullopt;
    }
    auto compiled = regex::compile(*flags, *pattern);
    if (!compiled) return std::nullopt;
    out_.regexes_.push_back(std::move(compiled));
    return add(code::regex, value_type::boolean, all,
               static_cast<std::int64_t>(out_.regexes_.size() - 1));
}

compiler::index compiler::condition(const operands& all) {
    if (all.size() < 3 || all.size() % 2 == 0) return std::nullopt;
    operands results;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool is_result = i % 2 == 1 || i + 1 == all.size();
        if (is_result) {
            results.push_back(all[i]);
        } else if (!fits(all[i], value_type::boolean)) {
            return std::nullopt;
        }
    }
    const auto common = common_type(results);
    if (!common) return std::nullopt;
    return add(code::cond, *common, all);
}

compiler::index compiler::let(reader& in, std::uint64_t count, std::size_t depth) {
    if (count % 2 == 0) return std::nullopt;
    const std::size_t outer = variables_.size();
    operands all;
    std::uint32_t first = out_.variables_;
    for (std::uint64_t i = 0; i + 1 < count; i += 2) {
        const auto raw = take_raw(in);
        if (!raw) return std::nullopt;
        const std::string_view name = wire::as_text(*raw);
        const bool is_taken = std::any_of(variables_.begin(), variables_.end(),
                                          [&](const variable& v) { return v.name == name; });
        if (!is_variable_name(name) || is_taken) return std::nullopt;
        // The name is taken from here on, but stands for nothing yet.
        const std::size_t own = variables_.size();
        variables_.push_back({name, value_type::any, undefined});
        const index defined = compile(in, depth + 1);
        if (!defined) return std::nullopt;
        all.push_back(*defined);
        all.push_back(out_.variables_);  // no node: the number of the variable
        variables_[own].type = type_of(*defined);
        variables_[own].number = out_.variables_++;
    }
    const index body = compile(in, depth + 1);
    if (!body) return std::nullopt;
    all.push_back(*body);
    variables_.resize(outer);
    return add(code::let, type_of(*body), all, first);
}

compiler::index compiler::named(reader& in, std::uint64_t count) {
    if (count != 1) return std::nullopt;
    const auto name = take_raw(in);
    if (!name) return std::nullopt;
    for (const variable& v : variables_) {
        if (v.number != undefined && v.name == wire::as_text(*name))
            return add(code::variable, v.type, {}, v.number);
    }
    return std::nullopt;
}

compiler::index compiler::quote(reader& in, std::uint64_t count) {
    if (count != 1) return std::nullopt;
    reader list = in;
    item i;
    if (!list.next(i) || i.kind != item_kind::list) return std::nullopt;
    const bytes_view packed = in.take();
    if (packed.empty()) return std::nullopt;
    // Lists with wildcards cannot be stored, but compared.
    const bytes_view stored = mock::to_stored(packed, out_.constants());
    return add_constant(value::of_bytes(value_type::list, stored.empty() ? packed : stored));
}

// ---- calls

// Takes [code, arguments…], cut at the arguments that are lists: those are expressions.
bool compiler::take_call(reader& in, std::size_t depth, embedded_call& c, operands& arguments) {
    const bytes_view all = in.rest();
    const std::size_t begin = in.offset();
    std::size_t cut = 0;
    const auto cut_here = [&] {
        const std::size_t here = in.offset() - begin;
        c.parts.push_back(all.subspan(cut, here - cut));
    };
    item list;
    if (!in.next(list) || list.kind != item_kind::list || list.number == 0) return false;
    const reader at_code = in;
    const auto number = take_integer(in);
    if (!number) return false;
    constexpr std::int64_t select_code = 254;
    constexpr std::int64_t context_code = 255;
    if (*number == select_code) {
        in = at_code;
        for (std::uint64_t i = 0; i < list.number; ++i) {
            if (!in.skip()) return false;
        }
        cut_here();
        return true;
    }
    std::uint64_t count = list.number - 1;
    if (*number == context_code) {
        if (count != 2 || !in.skip()) return false;
        if (!in.next(list) || list.kind != item_kind::list || list.number == 0) return false;
        if (!take_integer(in)) return false;
        count = list.number - 1;
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        reader look = in;
        item argument;
        if (!look.next(argument)) return false;
        if (argument.kind != item_kind::list) {
            if (!in.skip()) return false;
            continue;
        }
        cut_here();
        const index computed = compile(in, depth + 1);
        if (!computed) return false;
        arguments.push_back(*computed);
        cut = in.offset() - begin;
    }
    cut_here();
    return true;
}

bool compiler::is_container(wire::operation_type type, std::uint32_t i) const {
    using enum wire::operation_type;
    if (type == bits_read || type == bits_modify) return fits(i, value_type::blob);
    if (type == hll_read || type == hll_modify) return fits(i, value_type::hll);
    return fits(i, value_type::list) || fits(i, value_type::map);
}

compiler::index compiler::call(reader& in, std::uint64_t count, std::size_t depth) {
    using wire::operation_type;
    if (count != 4) return std::nullopt;
    const auto type = take_type(in);
    const auto system = take_integer(in);
    if (!type || !system) return std::nullopt;
    embedded_call c{.type = operation_type::cdt_read, .modifies = false, .parts = {}};
    constexpr std::int64_t modify = 0x40;
    c.modifies = (*system & modify) != 0;
    switch (*system & ~modify) {
        case 0:
            c.type = c.modifies ? operation_type::cdt_modify : operation_type::cdt_read;
            break;
        case 1:
            c.type = c.modifies ? operation_type::bits_modify : operation_type::bits_read;
            break;
        case 2:
            c.type = c.modifies ? operation_type::hll_modify : operation_type::hll_read;
            break;
        default:
            return std::nullopt;
    }
    operands arguments;
    if (!take_call(in, depth, c, arguments)) return std::nullopt;
    const index container = compile(in, depth + 1);
    if (!container || !is_container(c.type, *container)) return std::nullopt;
    operands all{*container};
    all.insert(all.end(), arguments.begin(), arguments.end());
    out_.calls_.push_back(std::move(c));
    return add(code::call, *type, all, static_cast<std::int64_t>(out_.calls_.size() - 1));
}

std::optional<expression> expression::compile(bytes_view packed) {
    expression made;
    reader in(packed);
    const compiler::index root = compiler(made).compile(in, 0);
    if (!root || !in.at_end()) return std::nullopt;
    made.root_ = *root;
    return made;
}

std::shared_ptr<const expression> compile_condition(bytes_view packed) {
    auto compiled = expression::compile(packed);
    if (!compiled || !compiled->is_condition()) return nullptr;
    return std::make_shared<const expression>(std::move(*compiled));
}

}  // namespace spikelet::mock::expressions
