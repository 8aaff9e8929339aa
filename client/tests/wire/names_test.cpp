#include <spikelet/wire/message.hpp>
#include <spikelet/wire/particle_type.hpp>

#include <set>

namespace spikelet::wire {
namespace {

TEST(names, every_storable_particle_has_its_own) {
    std::set<std::string_view> seen;
    for (unsigned code = 0; code < 256; ++code) {
        const auto type = static_cast<particle_type>(code);
        if (is_storable(type) || type == particle_type::null) {
            EXPECT_TRUE(seen.insert(name(type)).second) << code;
        } else {
            EXPECT_EQ(name(type), "unknown") << code;
        }
    }
    EXPECT_EQ(seen.count("unknown"), 0u);
    EXPECT_EQ(name(particle_type::integer), "integer");
    EXPECT_EQ(name(particle_type::java_blob), "java blob");
}

TEST(names, known_fields_have_their_own) {
    std::set<std::string_view> seen;
    for (unsigned code = 0; code < 256; ++code) {
        const std::string_view n = name(static_cast<field_type>(code));
        if (n == "field") continue;
        EXPECT_TRUE(seen.insert(n).second) << code;
        EXPECT_LT(code, known_field_count);
    }
    EXPECT_EQ(seen.size(), 29u);
    EXPECT_EQ(name(field_type::namespace_name), "namespace");
}

TEST(names, known_operations_have_their_own) {
    std::set<std::string_view> seen;
    for (unsigned code = 0; code < 256; ++code) {
        const std::string_view n = name(static_cast<operation_type>(code));
        if (n == "operation") continue;
        EXPECT_TRUE(seen.insert(n).second) << code;
    }
    EXPECT_EQ(seen.size(), 15u);
    EXPECT_EQ(name(operation_type::delete_all), "delete_all");
}

}  // namespace
}  // namespace spikelet::wire
