// What data cannot say: a behaviour is a C++ function that makes calls and asserts with GoogleTest.
// It runs, is selected and is reported like a case.
#pragma once

#include "load/place.hpp"
#include "load/requirements.hpp"
#include "report/suite_result.hpp"
#include "target/target.hpp"

#include <spikelet/client.hpp>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace spikelet::conformance {

// What a behaviour works with. Of the thread that runs it, but clients serve any thread.
class behaviour_context {
public:
    behaviour_context(target& where, environment& env, place own)
        : target_(where), env_(env), where_(std::move(own)) {}
    ~behaviour_context();  // removes the records of every key()
    behaviour_context(const behaviour_context&) = delete;
    behaviour_context& operator=(const behaviour_context&) = delete;

    client& db() { return env_.db(); }
    std::unique_ptr<client> another_client() { return env_.another_client(); }
    const target_facts& facts() const { return target_.facts(); }
    // A record of this behaviour alone; absent to begin with.
    spikelet::key key(value user_key);

private:
    target& target_;
    environment& env_;
    const place where_;
    std::vector<spikelet::key> keys_;
};

struct behaviour {
    std::string_view area;
    std::string_view operation;
    std::string_view name;
    std::string_view description;
    std::string_view reference;
    // Asserts on the thread that calls it only.
    void (*run)(behaviour_context& context);
    requirements needs = {};

    std::string id() const {
        return std::string(area) + "/" + std::string(operation) + "/" + std::string(name);
    }
};

// Every one, from the tables of conformance/behaviours.
std::vector<behaviour> all_behaviours();

// What every result says of its behaviour.
case_result describe(const behaviour& b);

// Never throws for what a behaviour does.
case_result run_behaviour(const behaviour& b, target& where, const std::string& set_prefix);

}  // namespace spikelet::conformance
