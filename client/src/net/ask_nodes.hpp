// Questions of the text protocol to one, any and all nodes, on the caller's thread (chapter 03).
#pragma once

#include "command/info_question.hpp"
#include "command/modules.hpp"
#include "net/driver.hpp"

#include <map>
#include <string>

namespace spikelet::net {

// When a wait that begins now is over; 0: never.
conversation::instant end_of(const driver& d, std::chrono::milliseconds timeout);

// Whoever is at the address, a node of the cluster or not.
command::node_answer ask_host(driver& d, const command::info_question& q, const host_address& host);
// The first node that answers, beginning anywhere; the last one's error when none does.
command::node_answer ask_any(driver& d, const command::info_question& q,
                             conversation::instant until);
// Each node has the whole timeout of the question, one after the other.
std::map<std::string, result<std::string>> ask_all(driver& d, const command::info_question& q);
// Comes back without an error once the change, which a node has made, has reached the others.
error await_module(driver& d, command::module_agreement change, conversation::instant until);

}  // namespace spikelet::net
