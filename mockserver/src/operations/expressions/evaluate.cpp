// Evaluation: a recursion over the nodes, as deep as they were compiled (chapter 12 §3).
#include "geo/containment.hpp"
#include "operations/expressions/arithmetic.hpp"
#include "operations/expressions/call.hpp"
#include "operations/expressions/codes.hpp"
#include "operations/expressions/comparison.hpp"
#include "operations/expressions/expression.hpp"

#include <boost/container/small_vector.hpp>

namespace spikelet::mock::expressions {

class evaluation {
public:
    evaluation(const expression& e, const scope& s) : e_(e), scope_(s), variables_(e.variables_) {}

    value at(std::uint32_t index);

private:
    std::uint32_t operand(const node& n, std::uint32_t i) const {
        return e_.operands_[n.first + i];
    }
    value operand_value(const node& n, std::uint32_t i) { return at(operand(n, i)); }

    value logic(const node& n);
    value exclusive(const node& n);
    value arithmetic(const node& n);
    value comparison(const node& n);
    value geo_comparison(const node& n);
    value regex_search(const node& n);
    value about_record(const node& n);
    value stored_key(const node& n);
    std::optional<value_view> find_bin(const node& n) const;
    value bin(const node& n);
    value bin_type(const node& n);
    value loop_variable(const node& n);
    value condition(const node& n);
    value let(const node& n);
    value map_parts(const node& n);
    value call(const node& n);

    const expression& e_;
    const scope& scope_;
    std::vector<value> variables_;
};

namespace {

value of_type(value v, value_type wanted) {
    return v.is_known() && v.type == wanted ? v : value::unknown();
}

}  // namespace

value evaluation::at(std::uint32_t index) {
    const node& n = e_.nodes_[index];
    switch (n.code) {
        case code_constant:
            return n.constant;
        case code::unknown:
            return value::unknown();
        case code::remove:
            return value::removed();
        case code::eq:
        case code::ne:
        case code::gt:
        case code::ge:
        case code::lt:
        case code::le:
        case code::in_list:
            return comparison(n);
        case code::geo:
            return geo_comparison(n);
        case code::regex:
            return regex_search(n);
        case code::logical_and:
        case code::logical_or:
            return logic(n);
        case code::logical_not: {
            const value v = operand_value(n, 0);
            return v.is_known() ? value::boolean(!v.is_true()) : value::unknown();
        }
        case code::exclusive:
            return exclusive(n);
        case code::key:
            return stored_key(n);
        case code::bin:
            return bin(n);
        case code::bin_type:
            return bin_type(n);
        case code::loop_variable:
            return loop_variable(n);
        case code::cond:
            return condition(n);
        case code::let:
            return let(n);
        case code::variable:
            return variables_[static_cast<std::size_t>(n.number)];
        case code::map_keys:
        case code::map_values:
            return map_parts(n);
        case code::call:
            return call(n);
        default:
            return n.code >= code::add && n.code <= code::max ? arithmetic(n) : about_record(n);
    }
}

// A decisive operand decides, wherever it stands; else an unknown one leaves it open.
value evaluation::logic(const node& n) {
    const bool is_and = n.code == code::logical_and;
    bool is_open = false;
    for (std::uint32_t i = 0; i < n.count; ++i) {
        const value v = operand_value(n, i);
        if (!v.is_known()) {
            is_open = true;
        } else if (v.is_true() != is_and) {
            return v;
        }
    }
    return is_open ? value::unknown() : value::boolean(is_and);
}

value evaluation::exclusive(const node& n) {
    bool is_one = false;
    for (std::uint32_t i = 0; i < n.count; ++i) {
        const value v = operand_value(n, i);
        if (!v.is_known()) return value::unknown();
        if (!v.is_true()) continue;
        if (is_one) return value::boolean(false);
        is_one = true;
    }
    return value::boolean(is_one);
}

value evaluation::arithmetic(const node& n) {
    boost::container::small_vector<value, 4> operands;
    for (std::uint32_t i = 0; i < n.count; ++i) {
        operands.push_back(operand_value(n, i));
        if (!operands.back().is_known()) return value::unknown();
    }
    return compute(n.code, {operands.data(), operands.size()});
}

value evaluation::comparison(const node& n) {
    const value a = operand_value(n, 0);
    const value b = operand_value(n, 1);
    if (!a.is_known() || !b.is_known()) return value::unknown();
    if (n.code != code::in_list) return compare(n.code, a, b);
    return value::boolean(contains(b, to_packed(a, scope_.memory)));
}

value evaluation::geo_comparison(const node& n) {
    const value a = operand_value(n, 0);
    const value b = operand_value(n, 1);
    if (!a.is_known() || !b.is_known()) return value::unknown();
    return value::boolean(geo::is_one_in_other(wire::as_text(a.bytes), wire::as_text(b.bytes)));
}

value evaluation::regex_search(const node& n) {
    const value v = operand_value(n, 0);
    if (!v.is_known()) return value::unknown();
    return value::boolean(e_.regexes_[static_cast<std::size_t>(n.number)]->is_found_in(v.bytes));
}

value evaluation::about_record(const node& n) {
    const record_facts* record = scope_.record;
    if (record == nullptr) return value::unknown();
    switch (n.code) {
        case code::digest_modulo: {
            const auto bytes = std::span(*record->key_digest).last<4>();
            const std::uint32_t number = bytes[0] | bytes[1] << 8u | bytes[2] << 16u |
                                         static_cast<std::uint32_t>(bytes[3]) << 24u;
            return value::integer(static_cast<std::int64_t>(number) % n.number);
        }
        case code::set_name:
            return value::of_bytes(value_type::string, wire::as_bytes(record->set));
        case code::key_exists:
            return value::boolean(!record->key.empty());
        case code::is_tombstone:
            return value::boolean(false);
        default:
            break;
    }
    const auto number = ask(*record, n.code);
    return number ? value::integer(*number) : value::unknown();
}

value evaluation::stored_key(const node& n) {
    if (scope_.record == nullptr || scope_.record->key.empty()) return value::unknown();
    const bytes_view key = scope_.record->key;
    const value_view stored{static_cast<particle_type>(key[0]), key.subspan(1)};
    return of_type(from_stored(stored, scope_.memory), n.type);
}

std::optional<value_view> evaluation::find_bin(const node& n) const {
    const std::string_view name = wire::as_text(n.text);
    if (scope_.bins != nullptr) {
        const value_view* found = scope_.bins->find(name);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }
    if (scope_.record == nullptr || scope_.record->stored == nullptr) return std::nullopt;
    return scope_.record->stored->find(name);
}

value evaluation::bin(const node& n) {
    const auto stored = find_bin(n);
    return stored ? of_type(from_stored(*stored, scope_.memory), n.type) : value::unknown();
}

value evaluation::bin_type(const node& n) {
    if (scope_.record == nullptr) return value::unknown();
    const auto stored = find_bin(n);
    return value::integer(stored ? static_cast<std::int64_t>(stored->type) : 0);
}

value evaluation::loop_variable(const node& n) {
    const path_item* item = scope_.item;
    if (item == nullptr) return value::unknown();
    constexpr std::int64_t key = 0;
    constexpr std::int64_t index = 2;
    if (n.number == index) {
        return item->in_list ? of_type(value::integer(item->index), n.type) : value::unknown();
    }
    if (n.number == key) {
        return item->in_list ? value::unknown() : of_type(from_packed(item->key), n.type);
    }
    return of_type(from_packed(item->value), n.type);
}

value evaluation::condition(const node& n) {
    for (std::uint32_t i = 0; i + 1 < n.count; i += 2) {
        const value decides = operand_value(n, i);
        if (!decides.is_known()) return value::unknown();
        if (decides.is_true()) return operand_value(n, i + 1);
    }
    return operand_value(n, n.count - 1);
}

value evaluation::let(const node& n) {
    for (std::uint32_t i = 0; i + 1 < n.count; i += 2) {
        variables_[operand(n, i + 1)] = operand_value(n, i);
    }
    return operand_value(n, n.count - 1);
}

value evaluation::map_parts(const node& n) {
    const value map = of_type(operand_value(n, 0), value_type::map);
    if (!map.is_known()) return value::unknown();
    return value::of_bytes(value_type::list,
                           parts_of_map(map.bytes, n.code == code::map_keys, scope_.memory));
}

value evaluation::call(const node& n) {
    const value container = operand_value(n, 0);
    if (!container.is_known()) return value::unknown();
    boost::container::small_vector<bytes_view, 4> arguments;
    for (std::uint32_t i = 1; i < n.count; ++i) {
        const value v = operand_value(n, i);
        if (!v.is_known()) return value::unknown();
        arguments.push_back(to_packed(v, scope_.memory));
    }
    const value result = run_call(e_.calls_[static_cast<std::size_t>(n.number)], container,
                                  {arguments.data(), arguments.size()}, scope_.memory);
    return of_type(result, n.type);
}

bool expression::is_condition() const {
    const node& root = nodes_[root_];
    return root.type == value_type::boolean ||
           (root.type == value_type::any && root.code != code::remove);
}

value expression::evaluate(const scope& s) const {
    return evaluation(*this, s).at(root_);
}

}  // namespace spikelet::mock::expressions
