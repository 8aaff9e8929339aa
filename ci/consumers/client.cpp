// The program that every way of consuming spikelet builds against the client. It calls nobody: a
// client before connect().
#include <spikelet/client.hpp>

#include <cstdio>

int main() {
    const spikelet::client db(spikelet::config{.hosts = {{"127.0.0.1", 3000}}});
    std::printf("%s\n", db.is_connected() ? "connected" : "not connected");
    return 0;
}
