// The program that every way of consuming spikelet builds: it uses public headers only.
#include <spikelet/wire/digest.hpp>

#include <cstdio>
#include <string_view>

int main() {
    namespace wire = spikelet::wire;
    constexpr std::string_view user_key = "k1";
    const wire::digest digest =
        wire::compute_digest("demo", wire::particle_type::string, wire::as_bytes(user_key));
    for (const auto byte : digest)
        std::printf("%02x", static_cast<unsigned>(byte));
    std::printf(" partition %u\n", static_cast<unsigned>(wire::partition_id(digest)));
    return 0;
}
