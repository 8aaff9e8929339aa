#include "map_model.hpp"

#include <numeric>

namespace spikelet::mock::testing {

using namespace model;
using enum wire::result_code;

namespace {

constexpr std::int64_t create_only = 1;
constexpr std::int64_t update_only = 2;
constexpr std::int64_t no_fail = 4;
constexpr std::int64_t partial = 8;
constexpr std::int64_t attribute_bits = 0x13;
constexpr std::uint8_t indexed_by_value = 0x13;

bool is_key(const value& v) {
    return v.kind() == value_kind::integer || v.kind() == value_kind::string ||
           v.kind() == value_kind::blob;
}

std::uint8_t attributes(std::int64_t bits) {
    if ((bits & ~attribute_bits) != 0 || bits == 0x10) return 0;
    return static_cast<std::uint8_t>(bits);
}

bool is_return_type(std::int64_t number) {
    const std::int64_t type = number & ~std::int64_t{0x10000};
    return type >= none && type <= ordered_map && type != 14 && type != 15;
}

bool is_index_range(int type) {
    return type == index_range || type == reverse_index_range;
}
bool is_rank_range(int type) {
    return type == rank_range || type == reverse_rank_range;
}

}  // namespace

model_outcome map_model::run(const model_call& call) {
    const map_model before = *this;
    model_outcome outcome = dispatch(call);
    if (outcome.code != ok) *this = before;
    return outcome;
}

model_outcome map_model::dispatch(const model_call& call) {
    if (!entries) {
        const bool creates = (call.code >= 64 && call.code <= 68) || call.code == 73;
        if (call.code == 69 || call.code == 70) return {element_not_found};
        if (!creates && call.code != 74) return {};
        const bool has_items = call.code == 66 || call.code == 68;
        entries.emplace();
        flags = call.code == 64 ? 0 : attributes(number(call, has_items ? 1 : 2, 0));
        if (is_nested) flags &= 3;
    }
    switch (call.code) {
        case 64:
            return set_type(call.args[0].as_int());
        case 65:
            return put_one(call, create_only);
        case 66:
            return put_all(call, create_only);
        case 67:
            return put_one(call, number(call, 3, 0));
        case 68:
            return put_all(call, number(call, 2, 0));
        case 69:
            return put_one(call, update_only);
        case 70:
            return put_all(call, update_only);
        case 73:
        case 74:
            return increment(call, call.code == 74);
        case 75:
            entries->clear();
            return {};
        case 96:
            return {.result = size()};
        case 76:
        case 77:
        case 78:
        case 79:
            return one(call, true);
        case 97:
        case 98:
        case 99:
        case 100:
            return one(call, false);
        default:
            return several(call, call.code < 96);
    }
}

// ---- writing

model_outcome map_model::set_type(std::int64_t bits) {
    if ((bits & ~attribute_bits) != 0) return {op_not_applicable};
    flags = static_cast<std::uint8_t>(is_nested ? bits & 3 : bits);
    return {};
}

void map_model::put(const value& key, const value& v) {
    if (const auto i = find(key)) {
        (*entries)[static_cast<std::size_t>(*i)].second = v;
    } else {
        entries->insert(entries->begin() + keys_below(key), {key, v});
    }
}

model_outcome map_model::put_one(const model_call& call, std::int64_t write_flags) {
    const value& key = call.args[0];
    if (!is_key(key)) return {parameter};
    const bool is_there = find(key).has_value();
    if (is_there && (write_flags & create_only) != 0) {
        if ((write_flags & no_fail) == 0) return {element_exists};
    } else if (!is_there && (write_flags & update_only) != 0) {
        if ((write_flags & no_fail) == 0) return {element_not_found};
    } else {
        put(key, call.args[1]);
    }
    return {.result = size()};
}

model_outcome map_model::put_all(const model_call& call, std::int64_t write_flags) {
    const value::map& items = call.args[0].as_map();
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!is_key(items[i].first)) return {parameter};
        for (std::size_t j = 0; j < i; ++j) {
            if (equal(items[i].first, items[j].first)) return {parameter};
        }
    }
    const bool may_fail = (write_flags & no_fail) == 0;
    const bool may_skip = !may_fail && (write_flags & partial) != 0;
    const bool takes_all = entries->empty() && may_skip;
    const map_model before = *this;
    for (const auto& [key, v] : items) {
        const bool is_there = before.find(key).has_value();
        const bool exists_already = is_there && (write_flags & create_only) != 0;
        const bool is_missing = !is_there && (write_flags & update_only) != 0 && !takes_all;
        if (!exists_already && !is_missing) {
            put(key, v);
        } else if (may_fail) {
            // Keys are put in their order, whatever that of the message.
            value::map sorted = items;
            std::sort(sorted.begin(), sorted.end(),
                      [](const auto& a, const auto& b) { return less(a.first, b.first); });
            for (const auto& [k, unused] : sorted) {
                const bool found = before.find(k).has_value();
                if (found && (write_flags & create_only) != 0) return {element_exists};
                if (!found && (write_flags & update_only) != 0) return {element_not_found};
            }
        } else if (!may_skip) {
            *this = before;
            break;
        }
    }
    return {.result = size()};
}

model_outcome map_model::increment(const model_call& call, bool negates) {
    const value& key = call.args[0];
    value delta = call.args.size() > 1 ? call.args[1] : value(1);
    if (delta.is_nil()) delta = 1;
    if (!is_key(key)) return {parameter};
    if (delta.kind() == value_kind::floating) {
        if (negates) delta = -delta.as_double();
    } else if (delta.kind() == value_kind::integer) {
        if (negates) delta = static_cast<std::int64_t>(-static_cast<std::uint64_t>(delta.as_int()));
    } else {
        return {parameter};
    }
    const auto i = find(key);
    const auto result = i ? sum(at(*i).second, delta) : delta;
    if (!result) return {parameter};
    put(key, *result);
    return {.result = *result};
}

// ---- looking up

std::optional<std::int64_t> map_model::find(const value& key) const {
    for (std::int64_t i = 0; i < size(); ++i) {
        if (equal(at(i).first, key)) return i;
    }
    return std::nullopt;
}

std::int64_t map_model::keys_below(const value& key) const {
    return std::count_if(entries->begin(), entries->end(),
                         [&key](const value::entry& e) { return less(e.first, key); });
}

std::int64_t map_model::values_below(const value& v) const {
    return std::count_if(entries->begin(), entries->end(),
                         [&v](const value::entry& e) { return less(e.second, v); });
}

map_model::positions map_model::by_rank() const {
    positions all(entries->size());
    std::iota(all.begin(), all.end(), 0);
    std::stable_sort(all.begin(), all.end(), [this](std::int64_t a, std::int64_t b) {
        return less(at(a).second, at(b).second);
    });
    return all;
}

std::int64_t map_model::rank_of(std::int64_t position) const {
    std::int64_t rank = 0;
    for (std::int64_t i = 0; i < size(); ++i) {
        const bool is_before = i < position ? !less(at(position).second, at(i).second)
                                            : less(at(i).second, at(position).second);
        rank += is_before ? 1 : 0;
    }
    return rank;
}

map_model::positions map_model::left_by(const positions& selected) const {
    positions left;
    for (std::int64_t i = 0; i < size(); ++i) {
        if (std::find(selected.begin(), selected.end(), i) == selected.end()) left.push_back(i);
    }
    return left;
}

value map_model::entries_at(int type, const positions& all) const {
    value::list list;
    value::map map;
    for (const std::int64_t i : all) {
        list.push_back(type == keys ? at(i).first : at(i).second);
        map.push_back(at(i));
    }
    if (type == keys || type == values) return list;
    if (type == ordered_map) {
        std::sort(map.begin(), map.end(),
                  [](const auto& a, const auto& b) { return less(a.first, b.first); });
        return {map, map_order::key_ordered};
    }
    return {map, type == entries_in_order ? map_order::preserve_order : map_order::unordered};
}

// ---- one entry

model_outcome map_model::one(const model_call& call, bool removes) {
    const std::int64_t number = call.args[0].as_int();
    const auto type = static_cast<int>(number & 0xffff);
    const bool inverted = (number & 0x10000) != 0;
    const int selector = removes ? call.code - 76 : call.code - 97;
    const bool of_keys = selector <= 1;
    if (!is_return_type(number)) return {op_not_applicable};
    if (of_keys ? is_rank_range(type) : is_index_range(type)) return {op_not_applicable};
    // A key that is not in an ordered map is answered before the bit is looked at.
    if (inverted && !(selector == 0 && is_key_ordered())) return {op_not_applicable};

    std::optional<std::int64_t> found;
    switch (selector) {
        case 0:
            found = find(call.args[1]);
            if (found && inverted) return {op_not_applicable};
            break;
        case 1:
            found = model::at(call.args[1].as_int(), size());
            if (!found) return {op_not_applicable};
            break;
        case 2:
            for (std::int64_t i = size() - 1; i >= 0; --i) {
                if (equal(at(i).second, call.args[1])) found = i;
            }
            break;
        default: {
            const auto r = model::at(call.args[1].as_int(), size());
            if (!r) return {op_not_applicable};
            found = by_rank()[static_cast<std::size_t>(*r)];
        }
    }
    const std::int64_t last = size() - 1;
    const std::int64_t i = found.value_or(-1);
    const auto r = [&] { return rank_of(i); };
    model_outcome outcome;
    switch (type) {
        case none:
            break;
        case count:
            outcome.result = found ? 1 : 0;
            break;
        case exists:
            outcome.result = found.has_value();
            break;
        case index:
            outcome.result = i;
            break;
        case reverse_index:
            outcome.result = found ? last - i : -1;
            break;
        case rank:
            outcome.result = found ? r() : -1;
            break;
        case reverse_rank:
            outcome.result = found ? last - r() : -1;
            break;
        case index_range:
            outcome.result = found ? as_list({i, 1}) : as_list({-1, 0});
            break;
        case reverse_index_range:
            outcome.result = found ? as_list({last - i, 1}) : as_list({-1, 0});
            break;
        case rank_range:
            outcome.result = found ? as_list({r(), 1}) : as_list({-1, 0});
            break;
        case reverse_rank_range:
            outcome.result = found ? as_list({last - r(), 1}) : as_list({-1, 0});
            break;
        case keys:
            if (found) outcome.result = at(i).first;
            break;
        case values:
            if (found) outcome.result = at(i).second;
            break;
        default:
            outcome.result = entries_at(type, found ? positions{i} : positions{});
    }
    if (removes && found) entries->erase(entries->begin() + i);
    return outcome;
}

// ---- several entries

map_model::selection map_model::select_range(by selector, range r) const {
    positions all(static_cast<std::size_t>(r.count));
    std::iota(all.begin(), all.end(), r.start);
    if (selector == by::rank) {
        const positions ranked = by_rank();
        for (std::int64_t& i : all)
            i = ranked[static_cast<std::size_t>(i)];
    }
    return {selector, all, {r}};
}

template <class Predicate>
map_model::selection map_model::select_where(std::int64_t below, Predicate is_selected) const {
    positions all;
    for (std::int64_t i = 0; i < size(); ++i) {
        if (is_selected(at(i).second)) all.push_back(i);
    }
    return {by::value, all, {{below, static_cast<std::int64_t>(all.size())}}};
}

map_model::selection map_model::select_keys(const value::list& wanted) const {
    selection s{by::key_list, {}, {}};
    for (const value& key : wanted) {
        const auto i = find(key);
        const bool is_new =
            i && std::find(s.selected.begin(), s.selected.end(), *i) == s.selected.end();
        if (is_new) s.selected.push_back(*i);
        s.blocks.push_back({i.value_or(0), is_new ? 1 : 0});
    }
    std::sort(s.selected.begin(), s.selected.end());
    return s;
}

map_model::selection map_model::select_values(const value::list& wanted) const {
    selection s = select_where(0, [&wanted](const value& v) { return contains(wanted, v); });
    s.selector = by::value_list;
    s.blocks.clear();
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const auto is_same = [&](const value& v) { return equal(v, wanted[i]); };
        // Of a value that is named twice one place has the entries: the last if the map is ordered
        // by value, else the first.
        const auto rest = wanted.begin() + static_cast<std::ptrdiff_t>(i);
        const bool is_repeated = is_value_ordered() ? std::any_of(rest + 1, wanted.end(), is_same)
                                                    : std::any_of(wanted.begin(), rest, is_same);
        const std::int64_t found =
            std::count_if(entries->begin(), entries->end(),
                          [&](const value::entry& e) { return is_same(e.second); });
        s.blocks.push_back({values_below(wanted[i]), is_repeated ? 0 : found});
    }
    return s;
}

map_model::selection map_model::select(const model_call& call) const {
    const std::int64_t n = size();
    switch (call.code) {
        case 81:
        case 107:
            return select_keys(call.args[1].as_list());
        case 82:
        case 102:
            return select_where(values_below(call.args[1]),
                                [&call](const value& v) { return equal(v, call.args[1]); });
        case 83:
        case 108:
            return select_values(call.args[1].as_list());
        case 84:
        case 103: {
            const std::int64_t first = keys_below(call.args[1]);
            const std::int64_t last = call.args.size() > 2 ? keys_below(call.args[2]) : n;
            selection s =
                select_range(by::key_interval, {first, std::max<std::int64_t>(0, last - first)});
            s.is_void = call.args.size() > 2 && !less(call.args[1], call.args[2]);
            return s;
        }
        case 85:
        case 104:
            return select_range(by::index,
                                cut(call.args[1].as_int(), number(call, 2, no_count), n));
        case 86:
        case 105: {
            selection s = select_where(values_below(call.args[1]), [&call](const value& v) {
                return !less(v, call.args[1]) && (call.args.size() < 3 || less(v, call.args[2]));
            });
            s.is_void = call.args.size() > 2 && !less(call.args[1], call.args[2]);
            if (flags == indexed_by_value)
                s.selected = select_range(by::rank, s.blocks[0]).selected;
            return s;
        }
        case 87:
        case 106:
            return select_range(by::rank, cut(call.args[1].as_int(), number(call, 2, no_count), n));
        case 88:
        case 109:
            return select_range(by::index,
                                cut_relative(keys_below(call.args[1]), call.args[2].as_int(),
                                             number(call, 3, no_count), n));
        default:
            return select_range(by::rank,
                                cut_relative(values_below(call.args[1]), call.args[2].as_int(),
                                             number(call, 3, no_count), n));
    }
}

model_outcome map_model::several(const model_call& call, bool removes) {
    const std::int64_t number = call.args[0].as_int();
    const auto type = static_cast<int>(number & 0xffff);
    const bool inverted = (number & 0x10000) != 0;
    const bool of_key_list = call.code == 81 || call.code == 107;
    if (!is_return_type(number)) {
        if (of_key_list && call.args[1].as_list().empty()) return {};
        return {op_not_applicable};
    }
    const selection s = select(call);
    switch (s.selector) {
        case by::index:
        case by::key_interval:
            if (is_rank_range(type)) return {op_not_applicable};
            break;
        case by::key_list:
            if (type == rank || type == reverse_rank) return {op_not_applicable};
            if (is_index_range(type) || is_rank_range(type)) return {op_not_applicable};
            break;
        case by::value_list:
            if (is_index_range(type) || is_rank_range(type)) return {op_not_applicable};
            break;
        default:
            if (is_index_range(type)) return {op_not_applicable};
    }
    model_outcome outcome = answer(type, inverted, s);
    if (removes && outcome.code == ok) {
        const positions removed = inverted ? left_by(s.selected) : s.selected;
        value::map left;
        for (const std::int64_t i : left_by(removed))
            left.push_back(at(i));
        entries = left;
    }
    return outcome;
}

model_outcome map_model::answer(int type, bool inverted, const selection& s) const {
    const std::int64_t n = size();
    const bool has_index_blocks =
        s.selector == by::index || s.selector == by::key_interval || s.selector == by::key_list;
    // Keys or values are looked through one by one.
    const bool scans =
        s.selector == by::value || (s.selector == by::key_interval && !is_key_ordered());
    std::vector<range> blocks;
    for (const range& b : s.blocks) {
        if (b.count != 0) blocks.push_back(b);
    }
    if (inverted) blocks = between(blocks, n);

    positions chosen = s.selected;
    if (inverted) {
        chosen = left_by(s.selected);
        if (s.selector == by::rank && blocks.size() == 1) {
            chosen = select_range(by::rank, blocks[0]).selected;
        }
    }
    const bool reversed = type == reverse_index || type == reverse_rank;
    const bool is_list = s.selector == by::key_list || s.selector == by::value_list;
    const auto numbers = [&](positions all) {
        for (std::int64_t& i : all)
            i = reversed ? n - 1 - i : i;
        return as_list(all);
    };
    // The numbers of the blocks themselves: of a list one by one, else each block ascending.
    const auto own_numbers = [&] {
        if (inverted || !is_list) return block_numbers(blocks, reversed, n);
        positions all;
        for (const range& b : blocks) {
            for (std::int64_t i = b.start; i < b.end(); ++i)
                all.push_back(i);
        }
        return numbers(all);
    };
    const value everything = block_numbers({{0, n}}, false, n);

    switch (type) {
        case none:
            return {};
        case count:
            return {.result = static_cast<std::int64_t>(chosen.size())};
        case exists:
            if (inverted && scans) return {.result = s.selected.empty() && n != 0};
            return {.result = !chosen.empty()};
        case index:
        case reverse_index:
            if (has_index_blocks) return {.result = own_numbers()};
            if (inverted && s.selector == by::value && s.selected.empty()) {
                return {.result = everything};
            }
            return {.result = numbers(chosen)};
        case rank:
        case reverse_rank: {
            if (!has_index_blocks) return {.result = own_numbers()};
            if (static_cast<std::int64_t>(chosen.size()) == n && !(inverted && scans)) {
                return {.result = everything};
            }
            for (std::int64_t& i : chosen)
                i = rank_of(i);
            return {.result = numbers(chosen)};
        }
        case index_range:
        case reverse_index_range:
        case rank_range:
        case reverse_rank_range: {
            // What an inverted one leaves must be one block, and of an interval everything.
            const bool is_interval = s.selector == by::key_interval || s.selector == by::value;
            const range r = s.blocks[0];
            if (inverted && is_interval && !s.selected.empty()) return {op_not_applicable};
            if (inverted && !is_interval && r.start != 0 && r.end() != n)
                return {op_not_applicable};
            return {.result = answer_block_range(type, inverted, s)};
        }
        default:
            return {.result = entries_at(type, chosen)};
    }
}

value map_model::answer_block_range(int type, bool inverted, const selection& s) const {
    const std::int64_t n = size();
    range r = s.blocks[0];
    if (inverted) {
        const bool is_interval = s.selector == by::key_interval || s.selector == by::value;
        r = is_interval    ? range{0, n}
            : r.start == 0 ? range{r.end(), n - r.end()}
                           : range{0, r.start};
    }
    const bool reversed =
        (type == reverse_index_range || type == reverse_rank_range) && (inverted || !s.is_void);
    return as_list({reversed ? n - r.end() : r.start, r.count});
}

}  // namespace spikelet::mock::testing
