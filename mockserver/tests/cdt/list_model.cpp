#include "list_model.hpp"

#include <algorithm>
#include <cassert>

namespace spikelet::mock::testing {
using namespace model;
using wire::result_code;
using enum wire::result_code;

namespace {

bool is_answer(int type) {
    return type >= none && type <= exists && type != 6 && type != 8;
}
bool is_range(int type) {
    return type >= index_range && type <= reverse_rank_range;
}

enum class by { index, value, value_list, rank };

bool is_possible(int type, bool inverted, by selector, bool ordered) {
    if (!is_answer(type)) return false;
    if (!is_range(type)) return true;
    if (inverted || selector == by::value_list) return false;
    const bool of_index = type == index_range || type == reverse_index_range;
    return ordered || of_index == (selector == by::index);
}

}  // namespace

value::list list_model::sorted() const {
    value::list copy = *items;
    std::stable_sort(copy.begin(), copy.end(), less);
    return copy;
}

void list_model::restore_order() {
    if (ordered) items = sorted();
}

std::int64_t list_model::count_below(const value& v) const {
    return std::count_if(items->begin(), items->end(), [&v](const value& i) { return less(i, v); });
}

bool list_model::depends_on_ties(const list_call& call) const {
    if (!items || ordered) return false;
    const bool by_rank = call.code == 21 || call.code == 26 || call.code == 27 || call.code == 34 ||
                         call.code == 39 || call.code == 40;
    if (!by_rank) return false;
    const value::list all = sorted();
    return std::adjacent_find(all.begin(), all.end(), equal) != all.end();
}

list_outcome list_model::run(const list_call& call) {
    const list_model before = *this;
    list_outcome outcome = dispatch(call);
    if (outcome.code != ok) *this = before;
    return outcome;
}

list_outcome list_model::dispatch(const list_call& call) {
    const bool creates = call.code <= 4 || call.code == 9 || call.code == 12;
    if (!items) {
        if (call.code == 13) return {bin_incompatible_type};
        if (!creates) return {};
        items.emplace();
        ordered = false;
        const std::size_t order_at = call.code == 12 ? 2 : 1;
        if (call.code == 1 || call.code == 2 || call.code == 12) {
            ordered = (number(call, order_at, 0) & 1) != 0;
        }
    }
    const auto n = static_cast<std::int64_t>(items->size());
    const auto at = [n](std::int64_t i) -> std::optional<std::size_t> {
        const auto found = model::at(i, n);
        if (!found) return std::nullopt;
        return static_cast<std::size_t>(*found);
    };
    switch (call.code) {
        case 0:
            ordered = (call.args[0].as_int() & 1) != 0;
            restore_order();
            return {};
        case 1:
        case 2:
            return add(call, 0, std::nullopt);
        case 3:
        case 4:
            if (ordered) return {op_not_applicable};
            return add(call, 1, call.args[0].as_int());
        case 9:
            return set(call);
        case 12:
            return increment(call);
        case 13:
            return sort(call);
        case 11:
            items->clear();
            return {};
        case 10: {
            const range kept = cut(call.args[0].as_int(), call.args[1].as_int(), n);
            items =
                value::list(items->begin() + kept.start, items->begin() + kept.start + kept.count);
            return {.result = n - kept.count};
        }
        case 16:
            return {.result = n};
        case 5:
        case 7:
        case 17: {
            const auto position = at(call.args[0].as_int());
            if (!position) return {op_not_applicable};
            const value found = (*items)[*position];
            if (call.code != 17) items->erase(items->begin() + static_cast<long>(*position));
            if (call.code == 7) return {.result = 1};
            return {.result = found};
        }
        case 6:
        case 8:
        case 18: {
            const range r = cut(call.args[0].as_int(), number(call, 1, no_count), n);
            const auto first = items->begin() + r.start;
            const value::list found(first, first + r.count);
            if (call.code != 18) items->erase(first, first + r.count);
            if (call.code == 8) return {.result = r.count};
            return {.result = value(found)};
        }
        case 19:
        case 32: {
            const auto position = at(call.args[1].as_int());
            if (!position) return {op_not_applicable};
            return one(call, position, call.code == 32);
        }
        case 21:
        case 34: {
            const auto position = at(call.args[1].as_int());
            if (!position) return {op_not_applicable};
            const value wanted = sorted()[*position];
            const auto found = std::find_if(items->begin(), items->end(),
                                            [&](const value& v) { return equal(v, wanted); });
            const auto place = static_cast<std::size_t>(found - items->begin());
            return one(call, ordered ? position : place, call.code == 34);
        }
        case 20:
        case 33: {
            const auto found = std::find_if(items->begin(), items->end(),
                                            [&](const value& v) { return equal(v, call.args[1]); });
            if (found == items->end()) return one(call, std::nullopt, false);
            return one(call, static_cast<std::size_t>(found - items->begin()), call.code == 33);
        }
        default:
            return several(call, call.code >= 35);
    }
}

list_outcome list_model::add(const list_call& call, std::size_t items_at,
                             std::optional<std::int64_t> wanted) {
    const bool several_items = call.code == 2 || call.code == 4;
    const std::int64_t flags = number(call, 2, 0);
    const bool no_fail = (flags & 4) != 0;
    value::list added =
        several_items ? call.args[items_at].as_list() : value::list{call.args[items_at]};
    const auto n = static_cast<std::int64_t>(items->size());
    std::int64_t position = wanted.value_or(n);
    if (added.empty()) return {.result = n};
    if (wanted) {
        if (position < 0) position += n;
        if (position < 0 || position > INT32_MAX) return {op_not_applicable};
        if (position > n && (flags & 2) != 0) {
            if (!no_fail) return {op_not_applicable};
            return {.result = n};
        }
    }
    if ((flags & 1) != 0) {
        value::list unique;
        result_code first = ok;
        result_code repeated = ok;
        for (const value& v : added) {
            if (contains(*items, v)) {
                if (first == ok) first = element_exists;
            } else if (contains(unique, v)) {
                if (first == ok) first = op_not_applicable;
            } else {
                unique.push_back(v);
            }
        }
        value::list seen;
        for (const value& v : added) {
            if (contains(seen, v)) repeated = op_not_applicable;
            seen.push_back(v);
        }
        if (ordered && repeated != ok) first = repeated;
        if (first != ok) {
            if (!no_fail) return {first};
            if (!several_items || (flags & 8) == 0) return {.result = n};
            added = unique;
        }
    }
    if (!added.empty()) {
        while (static_cast<std::int64_t>(items->size()) < position)
            items->emplace_back();
        items->insert(items->begin() + position, added.begin(), added.end());
        restore_order();
    }
    return {.result = static_cast<std::int64_t>(items->size())};
}

list_outcome list_model::set(const list_call& call) {
    if (ordered) return {op_not_applicable};
    const auto n = static_cast<std::int64_t>(items->size());
    std::int64_t position = call.args[0].as_int();
    const value& v = call.args[1];
    const std::int64_t flags = number(call, 2, 0);
    const bool no_fail = (flags & 4) != 0;
    if (position < 0) position += n;
    if (position < 0 || position > INT32_MAX) return {op_not_applicable};
    if (position > n && (flags & 2) != 0) {
        if (!no_fail) return {op_not_applicable};
        return {};
    }
    if ((flags & 1) != 0) {
        for (std::int64_t i = 0; i < n; ++i) {
            if (i == position || !equal((*items)[static_cast<std::size_t>(i)], v)) continue;
            if (!no_fail) return {element_exists};
            return {};
        }
    }
    if (position >= n) items->resize(static_cast<std::size_t>(position) + 1);
    (*items)[static_cast<std::size_t>(position)] = v;
    return {};
}

list_outcome list_model::increment(const list_call& call) {
    const auto n = static_cast<std::int64_t>(items->size());
    std::int64_t position = call.args[0].as_int();
    value delta = call.args.size() > 1 ? call.args[1] : value(1);
    if (delta.is_nil()) delta = 1;
    const std::int64_t flags = number(call, 3, 0);
    const bool is_double = delta.kind() == value_kind::floating;
    if (!is_double && delta.kind() != value_kind::integer) return {parameter};
    if (position < 0) position += n;
    if (position < 0 || position > INT32_MAX) return {op_not_applicable};
    if (position > n && (ordered || (flags & 2) != 0)) return {op_not_applicable};
    const std::optional<value> result =
        position < n ? sum((*items)[static_cast<std::size_t>(position)], delta) : delta;
    if (!result) return {parameter};
    if ((flags & 1) != 0) {
        for (std::int64_t i = 0; i < n; ++i) {
            if (i == position || !equal((*items)[static_cast<std::size_t>(i)], *result)) continue;
            if ((flags & 4) == 0) return {element_exists};
            return {.result = *result};
        }
    }
    if (position >= n) items->resize(static_cast<std::size_t>(position) + 1);
    (*items)[static_cast<std::size_t>(position)] = *result;
    restore_order();
    return {.result = *result};
}

list_outcome list_model::sort(const list_call& call) {
    const std::int64_t flags = number(call, 0, 0);
    if (items->size() <= 1) return {};
    value::list all = sorted();
    if ((flags & 2) != 0) {
        all.erase(std::unique(all.begin(), all.end(), equal), all.end());
        if ((flags & 1) != 0 && !ordered && all.size() > 1) return {parameter};
    }
    if ((flags & 1) != 0 && !ordered) std::reverse(all.begin(), all.end());
    items = all;
    return {};
}

list_outcome list_model::one(const list_call& call, std::optional<std::size_t> position,
                             bool removes) {
    const auto type = static_cast<int>(call.args[0].as_int() & 0xffff);
    const bool inverted = (call.args[0].as_int() & 0x10000) != 0;
    const bool by_index = call.code == 19 || call.code == 32;
    const bool by_value = call.code == 20 || call.code == 33;
    const by selector = by_index ? by::index : by_value ? by::value : by::rank;
    if (inverted || !is_possible(type, false, selector, ordered)) return {op_not_applicable};
    if (!position) {
        switch (type) {
            case none:
            case values:
                return {};
            case count:
                return {.result = 0};
            case exists:
                return {.result = false};
            case index:
            case reverse_index:
            case rank:
            case reverse_rank:
                return {.result = -1};
            default:
                return {.result = as_list({0, 0})};
        }
    }
    const auto i = static_cast<std::int64_t>(*position);
    const auto last = static_cast<std::int64_t>(items->size()) - 1;
    const value v = (*items)[*position];
    const std::int64_t r = ordered ? i : count_below(v);
    if (removes) items->erase(items->begin() + i);
    switch (type) {
        case none:
            return {};
        case count:
            return {.result = 1};
        case exists:
            return {.result = true};
        case index:
            return {.result = i};
        case reverse_index:
            return {.result = last - i};
        case rank:
            return {.result = r};
        case reverse_rank:
            return {.result = last - r};
        case index_range:
            return {.result = as_list({i, 1})};
        case reverse_index_range:
            return {.result = as_list({last - i, 1})};
        case rank_range:
            return {.result = as_list({r, 1})};
        case reverse_rank_range:
            return {.result = as_list({last - r, 1})};
        default:
            return {.result = v};
    }
}

list_outcome list_model::several(const list_call& call, bool removes) {
    const auto type = static_cast<int>(call.args[0].as_int() & 0xffff);
    const bool inverted = (call.args[0].as_int() & 0x10000) != 0;
    const auto n = static_cast<std::int64_t>(items->size());
    const value::list all = sorted();

    // Blocks of positions, or of ranks in an unordered list.
    by selector = by::index;
    std::vector<range> blocks;
    std::vector<std::int64_t> positions;  // of the selected, as values are answered
    const auto positions_of = [&](auto is_selected) {
        for (std::int64_t i = 0; i < n; ++i) {
            if (is_selected((*items)[static_cast<std::size_t>(i)])) positions.push_back(i);
        }
    };
    const auto equal_range = [&](const value& v) {
        const std::int64_t below = count_below(v);
        return range{below, std::count_if(items->begin(), items->end(),
                                          [&v](const value& i) { return equal(i, v); })};
    };
    switch (call.code) {
        case 24:
        case 37:
            blocks.push_back(cut(call.args[1].as_int(), number(call, 2, no_count), n));
            break;
        case 26:
        case 39:
        case 27:
        case 40: {
            selector = by::rank;
            range r{};
            if (call.code == 26 || call.code == 39) {
                r = cut(call.args[1].as_int(), number(call, 2, no_count), n);
            } else {
                r = cut_relative(count_below(call.args[1]), call.args[2].as_int(),
                                 number(call, 3, no_count), n);
            }
            blocks.push_back(r);
            for (std::int64_t i = r.start; i < r.start + r.count; ++i) {
                const value& v = all[static_cast<std::size_t>(i)];
                const auto found = std::find_if(items->begin(), items->end(),
                                                [&](const value& x) { return equal(x, v); });
                positions.push_back(found - items->begin());
            }
            if (r.start <= n - r.start - r.count) std::reverse(positions.begin(), positions.end());
            break;
        }
        case 25:
        case 38: {
            selector = by::value;
            const value& begin = call.args[1];
            const value* end = call.args.size() > 2 ? &call.args[2] : nullptr;
            const auto within = [&](const value& v) {
                return !less(v, begin) && (end == nullptr || less(v, *end));
            };
            blocks.push_back(
                {count_below(begin), std::count_if(items->begin(), items->end(), within)});
            positions_of(within);
            break;
        }
        case 22:
        case 35:
            selector = by::value;
            blocks.push_back(equal_range(call.args[1]));
            positions_of([&](const value& v) { return equal(v, call.args[1]); });
            break;
        default: {
            assert(call.code == 23 || call.code == 36);
            selector = by::value_list;
            value::list seen;
            for (const value& v : call.args[1].as_list()) {
                range b = equal_range(v);
                if (!ordered && contains(seen, v)) b.count = 0;
                seen.push_back(v);
                blocks.push_back(b);
            }
            positions_of([&](const value& v) { return contains(call.args[1].as_list(), v); });
            break;
        }
    }
    if (!is_possible(type, inverted, selector, ordered)) return {op_not_applicable};

    const bool of_positions = ordered || selector == by::index;
    std::vector<bool> is_selected(items->size());
    if (of_positions) {
        for (const range& b : blocks) {
            for (std::int64_t i = b.start; i < b.start + b.count; ++i)
                is_selected[static_cast<std::size_t>(i)] = true;
        }
    } else {
        for (const std::int64_t i : positions)
            is_selected[static_cast<std::size_t>(i)] = true;
    }
    if (inverted) is_selected.flip();
    const std::int64_t total = std::count(is_selected.begin(), is_selected.end(), true);
    const bool nothing_selected = inverted ? total == n : total == 0;

    std::vector<range> answered = blocks;
    if (inverted) {
        answered = between(blocks, n);
        if (of_positions) {
            if (selector == by::value_list && !blocks.empty()) {
                answered.clear();
                for (std::int64_t i = 0; i < n; ++i) {
                    if (is_selected[static_cast<std::size_t>(i)]) answered.push_back({i, 1});
                }
            } else if (total == n) {
                answered = {{0, n}};
            }
        }
    }

    list_outcome outcome;
    switch (type) {
        case none:
            break;
        case count:
            outcome.result = total;
            break;
        case exists:
            outcome.result = total != 0;
            if (inverted && !of_positions && selector != by::value_list) {
                outcome.result = nothing_selected && !(selector == by::rank && n == 0);
            }
            break;
        case index:
        case reverse_index:
            if (of_positions) {
                outcome.result = block_numbers(answered, type == reverse_index, n);
            } else {
                std::vector<std::int64_t> found;
                for (std::int64_t i = 0; i < n; ++i) {
                    if (!is_selected[static_cast<std::size_t>(i)]) continue;
                    found.push_back(type == reverse_index ? n - 1 - i : i);
                }
                outcome.result = as_list(found);
            }
            break;
        case rank:
        case reverse_rank:
            if (selector == by::index && !ordered && total != n) {
                std::vector<std::int64_t> found;
                for (std::int64_t i = 0; i < n; ++i) {
                    if (!is_selected[static_cast<std::size_t>(i)]) continue;
                    const std::int64_t r = count_below((*items)[static_cast<std::size_t>(i)]);
                    found.push_back(type == reverse_rank ? n - 1 - r : r);
                }
                outcome.result = as_list(found);
            } else {
                outcome.result = block_numbers(answered, type == reverse_rank, n);
            }
            break;
        case index_range:
        case rank_range:
            outcome.result = as_list({blocks[0].start, blocks[0].count});
            break;
        case reverse_index_range:
        case reverse_rank_range:
            outcome.result = as_list({n - blocks[0].start - blocks[0].count, blocks[0].count});
            break;
        default: {
            value::list found;
            if (of_positions) {
                for (const range& b : answered) {
                    found.insert(found.end(), items->begin() + b.start,
                                 items->begin() + b.start + b.count);
                }
            } else if (inverted || selector != by::rank) {
                for (std::size_t i = 0; i < items->size(); ++i) {
                    if (is_selected[i]) found.push_back((*items)[i]);
                }
            } else {
                for (const std::int64_t i : positions)
                    found.push_back((*items)[static_cast<std::size_t>(i)]);
            }
            outcome.result = value(found);
        }
    }
    if (removes) {
        value::list left;
        for (std::size_t i = 0; i < items->size(); ++i) {
            if (!is_selected[i]) left.push_back((*items)[i]);
        }
        items = left;
    }
    return outcome;
}

}  // namespace spikelet::mock::testing
