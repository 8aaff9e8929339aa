#include "packed_expression.hpp"

#include <spikelet/wire/msgpack.hpp>

#include <stdexcept>
#include <string>

namespace spikelet {

value unpack_expression(std::string_view who, expression_view expression) {
    value unpacked;
    if (wire::decode_value(expression.packed, unpacked) != wire::decode_errc::ok) {
        throw std::invalid_argument(std::string(who) + ": not a packed expression");
    }
    return unpacked;
}

}  // namespace spikelet
