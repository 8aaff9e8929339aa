#include "lua/load_text.hpp"

#include "lua/context.hpp"

#include <algorithm>
#include <cstdint>

namespace spikelet::mock::lua {
namespace {

// What compiling costs, in units a byte of source.
constexpr std::uint64_t compile_units = 4;
// The compiler looks through all labels, pending gotos and open jumps for some of the words it
// reads, and no hook stops it: the time is looked at between pieces of this size.
constexpr std::size_t piece_size = 256;

const char* read_piece(lua_State* L, void* rest, std::size_t* size) {
    auto& text = *static_cast<std::string_view*>(rest);
    const std::string_view piece = text.substr(0, piece_size);
    text.remove_prefix(piece.size());
    budget& limits = context_of(L).limits;
    limits.charge(L, piece.size() * compile_units);
    limits.check_time(L);
    *size = piece.size();
    return piece.data();
}

}  // namespace

int load_text(lua_State* L, std::string_view text, const char* chunk_name) {
    return lua_load(L, read_piece, &text, chunk_name, "t");
}

}  // namespace spikelet::mock::lua
