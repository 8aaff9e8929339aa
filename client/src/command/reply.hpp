// Replies to single-record commands as records (chapter 01 §14).
#pragma once

#include "command/serializers.hpp"
#include "conversation/command.hpp"

#include <spikelet/record.hpp>

#include <cstdint>

namespace spikelet::command {

// Generation and time to live of a reply's header. `now_s` counts seconds since 2010-01-01 UTC.
record_metadata metadata_of(const wire::message_header& h, std::uint32_t now_s);

class metadata_reader final : public conversation::reply_reader {
public:
    explicit metadata_reader(std::uint32_t now_s) : now_s_(now_s) {}
    bool read(const wire::message_view& reply, std::string& why) override;
    record_metadata metadata;

private:
    const std::uint32_t now_s_;
};

// How values are decoded.
struct decoding {
    std::uint32_t now_s = 0;
    bool unpack = true;  // lists and maps; else their bytes
    const deserializer_choice* deserializer = nullptr;
};

// One value of a reply. False, with `why` set, when it is none.
bool decode(const decoding& d, const wire::operation_view& op, value& out, std::string& why);

// The results of operations in order, or the bins of a record, which come once each.
class bins_reader final : public conversation::reply_reader {
public:
    // Into `out`; of several results for one bin the last is kept.
    bins_reader(const decoding& d, record_metadata& metadata, bins& out, bool names_repeat)
        : decoding_(d), metadata_(metadata), bins_(&out), names_repeat_(names_repeat) {}
    // Into `out`, one entry each.
    bins_reader(const decoding& d, record_metadata& metadata, std::vector<bin>& out)
        : decoding_(d), metadata_(metadata), results_(&out) {}
    bool read(const wire::message_view& reply, std::string& why) override;

private:
    const decoding decoding_;
    record_metadata& metadata_;
    bins* bins_ = nullptr;
    std::vector<bin>* results_ = nullptr;
    bool names_repeat_ = false;
};

}  // namespace spikelet::command
