#include "run/indexes.hpp"

#include "run/wait.hpp"

#include <algorithm>

namespace spikelet::conformance {
namespace {

// The words by which every command says which index it means.
std::string name_of(const place& where, const given_index& index) {
    return "namespace=" + where.namespace_name + ";indexname=" + name_in_case(where, index.name);
}

// Whether every node answers, and `says` what it should.
template <class Says>
bool every_node(client& db, const std::string& command, Says says) {
    const auto answers = db.info_all(command);
    return answers && std::all_of(answers->begin(), answers->end(), [&](const auto& of_node) {
               return of_node.second && says(*of_node.second);
           });
}

}  // namespace

std::string create_index(client& db, const place& where, const given_index& index) {
    remove_index(db, where, index);
    const std::string name = name_of(where, index);
    const auto answer = db.info_any("sindex-create:" + name + ";set=" + where.set + ";indextype=" +
                                    index.collection + ";bin=" + index.bin + ";type=" + index.type);
    if (!answer) return answer.error().to_string();
    if (*answer != "ok") return *answer;
    const bool built = wait_until([&] {
        return every_node(db, "sindex-stat:" + name, [](const std::string& statistics) {
            return (";" + statistics + ";").find(";load_pct=100;") != std::string::npos;
        });
    });
    return built ? "" : "the index is not built on every node";
}

void remove_index(client& db, const place& where, const given_index& index) {
    const std::string name = name_of(where, index);
    // One that is not there is as good.
    const auto answer = db.info_any("sindex-delete:" + name + ";set=" + where.set);
    if (!answer || *answer != "ok") return;
    static_cast<void>(wait_until([&] {
        return every_node(db, "sindex-exists:" + name,
                          [](const std::string& exists) { return exists == "false"; });
    }));
}

}  // namespace spikelet::conformance
