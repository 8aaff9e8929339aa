#include <spikelet/operation.hpp>

#include <stdexcept>

namespace spikelet {
namespace {

using wire::operation_type;

void expect_text_or_bytes(std::string_view what, const value& v) {
    if (v.kind() == value_kind::string || v.kind() == value_kind::blob) return;
    throw std::invalid_argument(std::string(what) + " takes a text or bytes, not " +
                                to_string(v));
}

}  // namespace

operation operation::read(std::string bin) {
    return operation(operation_type::read, std::move(bin), value());
}

operation operation::write(std::string bin, value v) {
    return operation(operation_type::write, std::move(bin), std::move(v));
}

operation operation::increment(std::string bin, value by) {
    if (by.kind() != value_kind::integer && by.kind() != value_kind::floating) {
        throw std::invalid_argument("increment takes an integer or a double, not " +
                                    to_string(by));
    }
    return operation(operation_type::increment, std::move(bin), std::move(by));
}

operation operation::append(std::string bin, value suffix) {
    expect_text_or_bytes("append", suffix);
    return operation(operation_type::append, std::move(bin), std::move(suffix));
}

operation operation::prepend(std::string bin, value prefix) {
    expect_text_or_bytes("prepend", prefix);
    return operation(operation_type::prepend, std::move(bin), std::move(prefix));
}

operation operation::touch(std::optional<std::uint32_t> ttl_s) {
    operation o(operation_type::touch, std::string(), value());
    o.ttl_s_ = ttl_s;
    return o;
}

operation operation::delete_record() {
    return operation(operation_type::delete_all, std::string(), value());
}

bool operation::is_write() const {
    switch (type_) {
        case operation_type::read:
        case operation_type::cdt_read:
        case operation_type::expression_read:
        case operation_type::bits_read:
        case operation_type::hll_read:
            return false;
        case operation_type::write:
        case operation_type::cdt_modify:
        case operation_type::increment:
        case operation_type::expression_modify:
        case operation_type::append:
        case operation_type::prepend:
        case operation_type::touch:
        case operation_type::bits_modify:
        case operation_type::delete_all:
        case operation_type::hll_modify:
            break;
    }
    return true;
}

}  // namespace spikelet
