#include <spikelet/value.hpp>
#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/msgpack.hpp>

#include <limits>
#include <ostream>

namespace spikelet {

std::string to_string(const value& v) {
    wire::buffer packed;
    wire::encode_value(v, packed);
    return wire::msgpack_text(packed.view(), std::numeric_limits<std::size_t>::max());
}

std::ostream& operator<<(std::ostream& out, const value& v) {
    return out << to_string(v);
}

}  // namespace spikelet
