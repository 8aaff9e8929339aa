// One record with one list or map in its bin "c", and a connection to it.
#pragma once

#include "cdt_requests.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace spikelet::mock::testing {

class cdt_fixture : public ::testing::Test {
protected:
    reply modify(const std::string& call) {
        request r(key_);
        return send(connection_, cdt_modify(r, "c", call));
    }
    reply read(const std::string& call) {
        request r(key_);
        return send(connection_, cdt_read(r, "c", call));
    }
    // Writes a packed list or map as it is.
    reply write(wire::particle_type type, const std::string& packed) {
        request r(key_);
        r.info2(wire::info2::write);
        r.operation(wire::operation_type::write, "c", type, packed);
        return send(connection_, r);
    }
    value bin() const { return cluster_.get(key_)->bins.at("c"); }
    // As a client sees it.
    value read_bin() {
        request all(key_);
        return value_of(send(connection_, all.read("c")).operations.at(0));
    }
    void put(value v) { cluster_.put(key_, {{"c", std::move(v)}}); }

    cluster cluster_;
    direct_connection connection_ = cluster_.connect();
    const key key_{"test", "demo", "k"};
};

inline std::string packed(const value& v) {
    wire::buffer out;
    wire::encode_value(v, out);
    return std::string(wire::as_text(out.view()));
}

}  // namespace spikelet::mock::testing
