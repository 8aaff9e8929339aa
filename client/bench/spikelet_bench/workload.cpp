#include "spikelet_bench/workload.hpp"

#include <string>
#include <vector>

namespace spikelet::bench {
namespace {

value make_value(const value_shape& shape) {
    switch (shape.what) {
        case value_shape::kind::integer:
            return static_cast<std::int64_t>((std::uint64_t{1} << (shape.size * 8 - 1)) - 1);
        case value_shape::kind::text:
            return std::string(shape.size, 's');
        case value_shape::kind::blob:
            return value::blob(std::vector<std::uint8_t>(shape.size, 0xB0));
        case value_shape::kind::list:
            break;
    }
    value::list items;
    for (const value_shape& item : shape.items)
        items.push_back(make_value(item));
    return items;
}

}  // namespace

bins make_record(const options& o) {
    bins b;
    for (std::size_t i = 0; i < o.bins.size(); ++i)
        b.append("b" + std::to_string(i + 1), make_value(o.bins[i]));
    return b;
}

}  // namespace spikelet::bench
