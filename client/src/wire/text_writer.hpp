// Text of bounded length, and checked reading of bytes: what the explain*.cpp share.
#pragma once

#include <spikelet/wire/buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spikelet::wire {

// Appends to a string until `size_max` characters have been added; what does not fit is dropped
// whole and everything after it too.
class text_writer {
public:
    text_writer(std::string& out, std::size_t size_max)
        : out_(out), start_(out.size()), size_max_(size_max) {}

    bool full() const { return full_; }
    void put(std::string_view text);
    void put(char c) { put(std::string_view{&c, 1}); }
    void number(std::uint64_t value);
    void signed_number(std::int64_t value);
    void floating(double value);
    void floating(float value);
    void hex(bytes_view bytes);
    // In double quotes, with JSON's escapes; valid UTF-8 stays, other bytes become \xNN.
    void quoted(bytes_view text);
    // Bare when it is printable ASCII without blanks and quotes, quoted otherwise.
    void label(std::string_view text);
    // When something was dropped: "..(N bytes)", beyond the bound.
    void close(std::size_t value_size);

private:
    std::string& out_;
    std::size_t start_;
    std::size_t size_max_;
    bool full_ = false;
};

// Reads from the front; every read that would go beyond the end fails and takes nothing.
class byte_reader {
public:
    explicit byte_reader(bytes_view data) : data_(data) {}

    std::size_t position() const { return position_; }
    std::size_t left() const { return data_.size() - position_; }
    bool at_end() const { return left() == 0; }
    bytes_view rest() const { return data_.subspan(position_); }

    std::optional<bytes_view> take(std::size_t count) {
        if (count > left()) return std::nullopt;
        position_ += count;
        return data_.subspan(position_ - count, count);
    }
    template <class Int>
    std::optional<Int> take_be() {
        const auto bytes = take(sizeof(Int));
        if (!bytes) return std::nullopt;
        return load_be<Int>(bytes->data());
    }

private:
    bytes_view data_;
    std::size_t position_ = 0;
};

// A particle or a packed value without a final note about dropped text.
void write_msgpack(text_writer& text, bytes_view value);

}  // namespace spikelet::wire
