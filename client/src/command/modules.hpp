// Managing modules of functions over the text protocol (chapter 14 §1): what any node is asked, and
// what its answer means.
#pragma once

#include "command/info_question.hpp"

#include <spikelet/udf.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spikelet::command {

// Of a module or a function as calls name them: neither empty nor longer than a server takes.
error check_function_name(std::string_view name, std::string_view argument);
// Of a module's file: a name that the text protocol can carry, with the ending that a server wants.
error check_module_file(std::string_view name, std::string_view argument);

result<info_question> udf_put_question(std::string_view name, std::string_view text,
                                       const info_policy& policy, const effective_info& group);
result<info_question> udf_list_question(const info_policy& policy, const effective_info& group);
result<info_question> udf_get_question(std::string_view name, const info_policy& policy,
                                       const effective_info& group);
result<info_question> udf_remove_question(std::string_view name, const info_policy& policy,
                                          const effective_info& group);

// What the node's answer says. Code udf, with the server's reason, when it refuses.
result<void> udf_done(const info_question& q, node_answer a);  // of put and remove
result<std::vector<udf_module>> udf_modules(const info_question& q, node_answer a);
result<std::string> udf_text(const info_question& q, node_answer a);

// ---- changes that reach every node

enum class module_change : std::uint8_t { put, remove };

// Whether a change has reached every node: they list the module, and all the same, or no node does
// any more. Servers answer when every node has applied it (chapter 17 §7), older ones before.
class module_agreement {
public:
    module_agreement(std::string name, module_change change)
        : name_(std::move(name)), change_(change) {}

    // Sent to every node; the answers go to note(). One that cannot be reached gets its modules
    // when it joins again, if another one answers; one that answers late or otherwise may lack the
    // change.
    static const info_question& question();
    void note(node_answer a);
    // Of all noted since the last reset().
    bool is_reached() const { return is_heard_ && behind_.empty(); }
    bool is_one_behind() const { return !behind_.empty(); }
    void reset();
    // What a call ends with whose time is over before.
    error not_reached() const;

private:
    std::string name_;
    module_change change_;
    std::string behind_;      // the first node that does not list the module as it should
    std::string was_behind_;  // before the last reset()
    bool is_heard_ = false;   // some node has listed its modules
    std::optional<std::string> hash_;
};
// Until the nodes are asked again.
inline constexpr milliseconds module_listing_pause(20);

}  // namespace spikelet::command
