#include "record/recording.hpp"

#include "record/info_masks.hpp"
#include "replay/recorded_case.hpp"

#include <spikelet/wire/compression.hpp>
#include <spikelet/wire/explain.hpp>
#include <spikelet/wire/frame.hpp>
#include <spikelet/wire/message.hpp>

#include <nlohmann/json.hpp>

#include <cstdio>
#include <stdexcept>

namespace spikelet::conformance {
namespace {

using nlohmann::ordered_json;
using wire::bytes_view;

bool is_of_type(bytes_view frame, wire::frame_type type) {
    return frame.size() >= wire::frame_header_size &&
           wire::load_frame_header(frame.data()).type == type;
}

// The message of a request, compressed or not. Refers to the request's bytes, or to its own.
class request_message {
public:
    explicit request_message(bytes_view request) {
        if (is_of_type(request, wire::frame_type::compressed)) {
            const auto inflated =
                wire::inflate_frame(request.subspan(wire::frame_header_size), inflated_);
            if (inflated != wire::inflate_errc::ok) return;
            request = inflated_.view();
        }
        is_valid_ = is_of_type(request, wire::frame_type::message) &&
                    wire::parse_message(request.subspan(wire::frame_header_size), message_) ==
                        wire::message_errc::ok;
    }
    request_message(const request_message&) = delete;
    request_message& operator=(const request_message&) = delete;

    // False when it is none, or is malformed.
    explicit operator bool() const { return is_valid_; }
    const wire::message_view& operator*() const { return message_; }
    const wire::message_view* operator->() const { return &message_; }

private:
    wire::buffer inflated_;
    wire::message_view message_;
    bool is_valid_ = false;
};

bool is_batch(const wire::message_view& m) {
    return (m.header.info1 & wire::info1::batch) != 0;
}
bool is_query(const wire::message_view& m) {
    return !m.has(wire::field_type::digest);
}
bool reads_all_bins(const wire::message_view& m) {
    return (m.header.info1 & wire::info1::get_all) != 0;
}

// "put" for writes alone, the operation's own name for one kind alone, else "operate".
std::string operation_of_write(const wire::message_view& m) {
    std::string_view name;
    for (const wire::operation_view op : m.operations()) {
        const std::string_view its = wire::name(op.type);
        if (!name.empty() && name != its) return "operate";
        name = its;
    }
    return name == "write" || name.empty() ? "put" : std::string(name);
}

std::string operation_of_read(const wire::message_view& m) {
    if ((m.header.info1 & wire::info1::get_no_bins) != 0) return "exists";
    if (reads_all_bins(m)) return "get";
    for (const wire::operation_view op : m.operations()) {
        if (op.type != wire::operation_type::read) return "operate";
    }
    return "select";
}

void add_message_rule(const wire::message_view& m, ordered_json& step) {
    if (is_batch(m) || is_query(m)) {
        step["kind"] = "multi";
        step["mode"] = "set";
        if (m.has(wire::field_type::index_range)) step["masks"] = ordered_json::array({"bval"});
    } else if (reads_all_bins(m)) {
        step["mode"] = "bins";
    }
}

void add_info_rule(bytes_view request, ordered_json& step) {
    const info_rule rule = rule_of_info(wire::as_text(request.subspan(wire::frame_header_size)));
    step["check"] = rule.is_compared;
    step["kind"] = "info";
    step["mode"] = rule.is_set ? "info-set" : "info";
    for (const auto& [pattern, replacement] : rule.masks)
        step["masks"].push_back(ordered_json::array({pattern, replacement}));
}

}  // namespace

answer_kind kind_of_answer(bytes_view request) {
    if (is_of_type(request, wire::frame_type::info)) return answer_kind::info;
    const request_message m(request);
    return m && (is_batch(*m) || is_query(*m)) ? answer_kind::stream : answer_kind::message;
}

std::string operation_of_request(bytes_view request) {
    if (is_of_type(request, wire::frame_type::info)) return "info";
    const request_message m(request);
    if (!m) return "malformed";
    if (is_batch(*m)) return "batch";
    if (is_query(*m)) return "query";
    if (m->has(wire::field_type::udf_package)) return "apply";
    if ((m->header.info2 & wire::info2::delete_record) != 0) return "remove";
    if ((m->header.info2 & wire::info2::write) != 0) return operation_of_write(*m);
    return operation_of_read(*m);
}

std::string recorded_line(const std::string& id, bytes_view request, bytes_view answer) {
    ordered_json step{{"req", encode_hex(request)},
                      {"resp", answer.empty() ? "CLOSED" : encode_hex(answer)},
                      {"check", true}};
    if (is_of_type(request, wire::frame_type::info)) {
        add_info_rule(request, step);
    } else if (const request_message m(request); m) {
        add_message_rule(*m, step);
    }
    if (!answer.empty()) step["text"] = wire::summarize_message(answer);
    const ordered_json line{{"id", id},
                            {"category", "recorded"},
                            {"op", operation_of_request(request)},
                            {"text", wire::summarize_message(request)},
                            {"features", ordered_json::array()},
                            {"steps", ordered_json::array({std::move(step)})}};
    return line.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

recording::recording(const std::filesystem::path& file)
    : path_(file),
      // "T": as it is, without compression.
      file_(::gzopen(file.c_str(), file.extension() == ".gz" ? "wb" : "wbT")) {
    if (!file_) throw std::runtime_error(path_.string() + ": cannot be created");
}

void recording::add(bytes_view request, bytes_view answer) {
    if (is_of_type(request, wire::frame_type::admin)) {
        ++left_out_;
        return;
    }
    const std::string operation = operation_of_request(request);
    char number[16];
    std::snprintf(number, sizeof number, "%06zu", ++numbers_[operation]);
    const std::string line =
        recorded_line("recorded/" + operation + "/" + number, request, answer) + "\n";
    const bool written = ::gzwrite(file_.get(), line.data(), static_cast<unsigned>(line.size())) ==
                             static_cast<int>(line.size()) &&
                         ::gzflush(file_.get(), Z_SYNC_FLUSH) == Z_OK;
    if (!written) throw std::runtime_error(path_.string() + ": cannot be written");
    ++exchanges_;
}

void recording::close() {
    if (file_ && ::gzclose(file_.release()) != Z_OK)
        throw std::runtime_error(path_.string() + ": cannot be completed");
}

}  // namespace spikelet::conformance
