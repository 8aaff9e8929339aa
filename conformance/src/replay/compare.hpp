// Whether an answer is the recorded one, but for what differs from server to server and from run to
// run (fixtures/golden/README.md).
#pragma once

#include "text_mask.hpp"

#include <spikelet/wire/buffer.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::conformance {

enum class compare_mode : std::uint8_t {
    exact,        // messages and their bins in order
    bins,         // messages in order, each one's bins in any order
    set,          // messages in any order, each one's bins in any order
    result_code,  // the messages' result codes in order
    info,         // text
    info_set,     // text, items between ';' and line ends in any order
};

struct compare_rule {
    compare_mode mode = compare_mode::exact;
    // Leave the values of field bval_array out: they are hashes that only the server can compute.
    bool mask_index_values = false;
    // Applied to the text of both answers, in order.
    std::vector<std::shared_ptr<const text_mask>> text_masks;
};

// Compressed messages are compared by what they hold. `strict` compares geojson cells and index
// values too. Takes any bytes; what is malformed equals only itself.
bool same_answer(wire::bytes_view expected, wire::bytes_view actual, const compare_rule& rule,
                 bool strict);

// Whether a frame holds a message with the bit "last", compressed or not, or is none of messages:
// what ends a stream.
bool ends_stream(wire::bytes_view received);

// Removes the folder in front of each Lua file name: "/opt/lua/a.lua:3: no" gives "a.lua:3: no".
std::string without_lua_folders(std::string_view text);

}  // namespace spikelet::conformance
