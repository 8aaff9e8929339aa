// One call of the asynchronous client, from its preparation to its handler.
#pragma once

#include "agent/pending_command.hpp"
#include "agent/pending_question.hpp"
#include "command/info_question.hpp"
#include "command/modules.hpp"
#include "command/prepare.hpp"
#include "command/reply.hpp"
#include "topology/routing.hpp"

#include <spikelet/async_client.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace spikelet::detail {

class async_call {
public:
    async_call() = default;
    async_call(const async_call&) = delete;
    async_call& operator=(const async_call&) = delete;
    ~async_call();

    // ---- prepared
    enum class kind : std::uint8_t {
        failed,  // `outcome` is known already
        connect,
        close,
        record,
        ask_host,
        ask_any,
        ask_all,
    };
    // What the answer of one node means, of info.
    enum class meaning : std::uint8_t { text, udf_done, udf_modules, udf_text };
    kind what = kind::failed;
    meaning means = meaning::text;
    error outcome;
    std::variant<std::monostate, record_metadata, std::optional<record_metadata>, record,
                 ordered_record, spikelet::value, std::string, async_client::info_map,
                 std::vector<udf_module>>
        value;
    wire::buffer request;  // keeps its memory from one call to the next

    // Of kind record.
    command::prepared prepared;
    std::string namespace_name;
    std::uint32_t partition = 0;
    bool names_repeat = false;  // bins of the reply may come several times

    // Of info.
    command::info_question question;
    host_address host;
    std::optional<command::module_agreement> change;  // that has to reach every node

    // ---- under way
    // Makes `command` ready to run. Returns what is wrong.
    error route_command(topology::cluster& cluster, std::uint32_t now_s, const config& c);
    // The outcome of `command`, as the call's.
    void settle();
    // The answer of the one node that was asked, as the call's.
    void settle(command::node_answer a);

    struct record_command final : agent::pending_command {
        record_command(const conversation::command::facts& f, std::chrono::milliseconds patience,
                       bool is_alone, async_call& c)
            : pending_command(f, patience, is_alone), owner(c) {}
        async_call& owner;
    };
    struct node_question final : agent::pending_question {
        node_question(const host_address& to, wire::bytes_view request, agent::instant until,
                      std::string name, async_call& c)
            : pending_question(to, request, until), node(std::move(name)), owner(c) {}
        const std::string node;
        async_call& owner;
    };
    std::optional<topology::route> route;
    std::optional<command::deserializer_choice> deserializer;
    std::variant<std::monostate, command::metadata_reader, command::bins_reader,
                 command::function_reader>
        reader;
    std::optional<record_command> command;
    std::vector<std::unique_ptr<node_question>> questions;
    std::vector<std::pair<std::string, host_address>> others;  // still to be asked, the next last
    std::size_t unanswered = 0;
    agent::instant until{0};  // of ask_host and ask_any

    completion* waits = nullptr;
    alignas(std::max_align_t) std::byte memory[completion_size_max];
    bool is_change_made = false;           // a node has made `change`
    bool is_under_way = false;             // in the hands of the driver, which guards it
    std::atomic<std::uint64_t> serial{0};  // of the call that uses this memory
    async_call* next = nullptr;

    // Ready for the next call.
    void recycle() noexcept;
};

// Calls in order, linked through themselves.
class call_queue {
public:
    call_queue() = default;
    call_queue(call_queue&& other) noexcept
        : first_(std::exchange(other.first_, nullptr)), last_(other.last_) {}
    call_queue& operator=(call_queue&& other) noexcept {
        first_ = std::exchange(other.first_, nullptr);
        last_ = other.last_;
        return *this;
    }
    bool empty() const { return first_ == nullptr; }
    void push(async_call& c) {
        c.next = nullptr;
        (first_ == nullptr ? first_ : last_->next) = &c;
        last_ = &c;
    }
    async_call* pop() {
        async_call* c = first_;
        if (c != nullptr) first_ = std::exchange(c->next, nullptr);
        return c;
    }
    // Linear.
    bool contains(const async_call& c) const {
        const async_call* each = first_;
        while (each != nullptr && each != &c)
            each = each->next;
        return each != nullptr;
    }
    // Linear; it is in the queue.
    void remove(async_call& c) {
        call_queue rest;
        while (async_call* each = pop())
            if (each != &c) rest.push(*each);
        *this = std::move(rest);
    }
    void append(call_queue&& more) {
        while (async_call* c = more.pop())
            push(*c);
    }

private:
    async_call* first_ = nullptr;
    async_call* last_ = nullptr;
};

}  // namespace spikelet::detail
