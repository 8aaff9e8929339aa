#include "net/async_call.hpp"

#include "net/async_driver.hpp"

namespace spikelet::detail {
namespace {

// What a large request leaves behind.
constexpr std::size_t kept_request_size = 4096;

}  // namespace

async_call::~async_call() {
    if (waits != nullptr) std::exchange(waits, nullptr)->discard();
}

void async_call::recycle() noexcept {
    what = kind::failed;
    means = meaning::text;
    outcome = {};
    value.emplace<std::monostate>();
    request.clear();
    request.shrink(kept_request_size);
    command.reset();
    reader.emplace<std::monostate>();
    deserializer.reset();
    route.reset();
    questions.clear();
    others.clear();
    change.reset();
    is_change_made = false;
    names_repeat = false;
    ++serial;
}

error async_call::route_command(topology::cluster& cluster, std::uint32_t now_s, const config& c) {
    const topology::partition_table* table = nullptr;
    if (error e = command::find_table(cluster, namespace_name, request.view(), table)) return e;
    route.emplace(cluster, *table, partition, command::wish_of(prepared));
    deserializer.emplace(c.serialization);
    const command::decoding decoding{
        .now_s = now_s, .unpack = prepared.policy.deserialize, .deserializer = &*deserializer};
    conversation::reply_reader* reads = nullptr;
    if (auto* r = std::get_if<record>(&value)) {
        reads = &reader.emplace<command::bins_reader>(decoding, r->metadata, r->bins, names_repeat);
    } else if (auto* o = std::get_if<ordered_record>(&value)) {
        reads = &reader.emplace<command::bins_reader>(decoding, o->metadata, o->results);
    } else if (std::holds_alternative<spikelet::value>(value)) {
        reads = &reader.emplace<command::function_reader>(decoding);
    } else {
        reads = &reader.emplace<command::metadata_reader>(now_s);
    }
    // A function may run for long: nothing waits behind it.
    const bool is_alone = std::holds_alternative<spikelet::value>(value);
    const conversation::limits limits = command::limits_of(prepared.policy);
    command.emplace(
        conversation::command::facts{
            .route = *route, .request = request.view(), .limits = limits, .reader = *reads},
        limits.timeout_delay, is_alone, *this);
    return {};
}

void async_call::settle() {
    outcome = command->outcome();
    if (auto* f = std::get_if<command::function_reader>(&reader)) value = std::move(f->answer);
    const auto* m = std::get_if<command::metadata_reader>(&reader);
    if (m == nullptr) return;
    if (auto* found = std::get_if<std::optional<record_metadata>>(&value)) {
        if (!outcome) *found = m->metadata;
        if (outcome == result_code::record_not_found) outcome = {};
    } else if (auto* metadata = std::get_if<record_metadata>(&value)) {
        *metadata = m->metadata;
    }
}

void async_call::settle(command::node_answer a) {
    const auto take = [this](auto answer) {
        if (answer) {
            value = std::move(*answer);
        } else {
            outcome = answer.error();
        }
    };
    switch (means) {
        case meaning::text:
            return take(command::answer_to(question, std::move(a)));
        case meaning::udf_modules:
            return take(command::udf_modules(question, std::move(a)));
        case meaning::udf_text:
            return take(command::udf_text(question, std::move(a)));
        case meaning::udf_done:
            break;
    }
    if (auto done = command::udf_done(question, std::move(a)); !done) outcome = done.error();
}

// ---- for async_call.hpp of the public headers

void give_back_call::operator()(async_call* c) const noexcept {
    client->recycle(*c);
}

void* completion_memory(async_call& c) {
    return c.memory;
}

boost::asio::any_io_executor executor_of(const call_ptr& c) {
    return c.get_deleter().client->executor();
}

void start(call_ptr c, completion& waits) {
    c->waits = &waits;
    const auto driver = c.get_deleter().client;
    driver->start(*c.release());
}

error take_outcome(async_call& c) {
    c.waits = nullptr;
    return std::move(c.outcome);
}

template <class Value>
Value take_value(async_call& c) {
    return std::move(std::get<Value>(c.value));
}
template record_metadata take_value(async_call& c);
template std::optional<record_metadata> take_value(async_call& c);
template record take_value(async_call& c);
template ordered_record take_value(async_call& c);
template value take_value(async_call& c);
template std::string take_value(async_call& c);
template std::vector<udf_module> take_value(async_call& c);
template async_client::info_map take_value(async_call& c);

canceller::canceller(const call_ptr& c)
    : client_(c.get_deleter().client), call_(c.get()), serial_(c->serial) {}

void canceller::operator()(boost::asio::cancellation_type type) const {
    using boost::asio::cancellation_type;
    const bool ends = (type & (cancellation_type::terminal | cancellation_type::partial)) !=
                      cancellation_type::none;
    const bool is_total = (type & cancellation_type::total) != cancellation_type::none;
    if (!ends && !is_total) return;
    if (const auto client = client_.lock()) client->cancel(*call_, serial_, !ends);
}

}  // namespace spikelet::detail
