#include <spikelet/operation.hpp>

#include <stdexcept>

namespace spikelet {
namespace {

using wire::operation_type;

[[noreturn]] void refuse(std::string_view what, const std::string& bin, std::string_view takes,
                         const value& given) {
    throw std::invalid_argument(std::string(what) + " of bin \"" + bin + "\": takes " +
                                std::string(takes) + ", not a value of kind " +
                                std::string(name(given.kind())));
}

// Text or bytes, which can be put before or behind what a bin holds.
void expect_joinable(std::string_view what, const std::string& bin, const value& v) {
    if (v.kind() == value_kind::string || v.kind() == value_kind::blob) return;
    refuse(what, bin, "text or bytes", v);
}

}  // namespace

operation operation::read(std::string bin) {
    return {operation_type::read, std::move(bin), value()};
}

operation operation::write(std::string bin, value v) {
    return {operation_type::write, std::move(bin), std::move(v)};
}

operation operation::increment(std::string bin, value by) {
    if (by.kind() != value_kind::integer && by.kind() != value_kind::floating) {
        refuse("increment", bin, "an integer or a double", by);
    }
    return {operation_type::increment, std::move(bin), std::move(by)};
}

operation operation::append(std::string bin, value suffix) {
    expect_joinable("append", bin, suffix);
    return {operation_type::append, std::move(bin), std::move(suffix)};
}

operation operation::prepend(std::string bin, value prefix) {
    expect_joinable("prepend", bin, prefix);
    return {operation_type::prepend, std::move(bin), std::move(prefix)};
}

operation operation::touch(std::optional<std::uint32_t> ttl_s) {
    operation o(operation_type::touch, {}, value());
    o.ttl_s_ = ttl_s;
    return o;
}

operation operation::delete_record() {
    return {operation_type::delete_all, {}, value()};
}

operation operation::within(std::vector<context_step> path) const& {
    return operation(*this).within(std::move(path));
}

operation operation::within(std::vector<context_step> path) && {
    if (type_ != operation_type::cdt_read && type_ != operation_type::cdt_modify) {
        throw std::invalid_argument("within: only operations on lists and maps reach inside, not " +
                                    std::string(name(type_)));
    }
    constexpr std::uint16_t select_by_path = 254;
    if (!call_->context.empty() || call_->code == select_by_path) {
        throw std::invalid_argument("within: the operation on bin \"" + bin_ +
                                    "\" has a path already");
    }
    call_->context = std::move(path);
    return std::move(*this);
}

bool operation::is_write() const {
    switch (type_) {
        case operation_type::read:
        case operation_type::cdt_read:
        case operation_type::expression_read:
        case operation_type::bits_read:
        case operation_type::hll_read:
            return false;
        default:
            return true;
    }
}

}  // namespace spikelet
