// Runs operations on one bin "b" the way the engine does: in order, all or nothing.
#pragma once

#include "operations/operation.hpp"
#include "storage/collection_value.hpp"

#include <spikelet/wire/buffer.hpp>
#include <spikelet/wire/message.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>

namespace spikelet::mock::fuzz {

inline void require(bool holds) {
    if (!holds) std::abort();
}

// Takes pieces off the input; what is missing reads as 0.
class input {
public:
    input(const std::uint8_t* data, std::size_t size) : rest_(data, size) {}
    bool at_end() const { return rest_.empty(); }
    std::uint8_t byte() {
        if (rest_.empty()) return 0;
        const std::uint8_t b = rest_.front();
        rest_ = rest_.subspan(1);
        return b;
    }
    wire::bytes_view bytes(std::size_t size) {
        const wire::bytes_view out = rest_.first(size < rest_.size() ? size : rest_.size());
        rest_ = rest_.subspan(out.size());
        return out;
    }

private:
    wire::bytes_view rest_;
};

class one_bin {
public:
    explicit one_bin(value_view initial) : bins_(nullptr), writer_(reply_) {
        if (initial.type != particle_type::null) bins_.set("b", initial);
    }

    // Answers whether the operation is ok; the bin is as before if not.
    bool run(wire::operation_type type, wire::bytes_view packed) {
        const value_view before = get();
        wire::buffer memory;
        const std::string bytes_before(wire::as_text(packed_bytes(before, memory)));
        const wire::operation_view op{type, particle_type::blob, "b", packed};
        const result_code code = find_operation(type)->run(op, context_);
        require(writer_.fits());
        if (code != result_code::ok) {
            const value_view after = get();
            require(after.type == before.type &&
                    wire::as_text(packed_bytes(after, memory)) == bytes_before);
        }
        return code == result_code::ok;
    }
    value_view get() const {
        const value_view* v = bins_.find("b");
        return v == nullptr ? value_view{} : *v;
    }
    bool is_exhausted() const { return memory_.is_exhausted(); }
    // As the engine does between operations.
    void collect() { bins_.collect(memory_); }

private:
    working_bins bins_;
    command_memory memory_;
    wire::buffer reply_;
    wire::message_writer writer_;
    operation_context context_{.bins = bins_,
                               .memory = memory_,
                               .reply = writer_,
                               .facts = nullptr,
                               .record_existed = true,
                               .is_write_command = true,
                               .respond_all = true};
};

}  // namespace spikelet::mock::fuzz
