// Secondary indexes that a case is given (chapter 15 §2).
#pragma once

#include "load/case.hpp"

#include <string>

namespace spikelet::conformance {

// Makes the index under the case's own name, anew if a case that ended early left it, and waits
// until every node has built it. What went wrong; empty if nothing did.
std::string create_index(client& db, const place& where, const given_index& index);
void remove_index(client& db, const place& where, const given_index& index);

}  // namespace spikelet::conformance
