#!/usr/bin/env python3
"""Checks what the compiler cannot: the table "may include" of CONTRIBUTING.md, that only net/ and
programs use sockets, that only the clock knows the time, and that no file names a developer's folder.

    ci/check_layers.py [ROOT]

Prints file:line: reason; the exit status is 1 if anything was found."""

import os
import re
import sys

# Longest prefix wins. Each layer: folders, and the layers that it may include besides itself.
LAYERS = {
    "wire": (["client/include/spikelet/wire", "client/src/wire",
              # The vocabulary that wire encodes: values and keys.
              "client/include/spikelet/value.hpp", "client/include/spikelet/value_object.hpp",
              "client/include/spikelet/key.hpp",
              # The seam between a client and a cluster in one process.
              "client/include/spikelet/host_address.hpp", "client/include/spikelet/transport.hpp"], []),
    "operations' builders": (["client/src/operations"] + [
        f"client/include/spikelet/{name}.hpp" for name in
        ("operation", "expression_view", "cdt_context", "list", "map", "path", "bit", "hll")], ["wire"]),
    "client": (["client/include", "client/src"], ["wire", "operations' builders"]),
    "json": (["client/src/json", "client/include/spikelet/json.hpp",
              "client/include/spikelet/constants.hpp"], ["wire", "operations' builders", "client"]),
    "mock": (["mockserver/include/spikelet/mock"], ["wire"]),
    "geo": (["mockserver/src/geo"], ["wire"]),
    "storage": (["mockserver/src/storage"], ["wire", "mock"]),
    "operations": (["mockserver/src/operations"], ["wire", "mock", "geo", "storage"]),
    # The state of a cluster, which the engine works on; cluster.cpp, the library's front, sits on top.
    "lua": (["mockserver/src/lua"], ["wire", "mock", "storage", "operations"]),
    "cluster's state": (["mockserver/src/cluster"], ["wire", "mock", "geo", "storage", "info", "lua"]),
    "info": (["mockserver/src/info"], ["wire", "mock", "storage", "lua", "cluster's state"]),
    "engine": (["mockserver/src/engine"],
               ["wire", "mock", "geo", "storage", "operations", "lua", "cluster's state", "info"]),
    "net": (["mockserver/src/net"],
            ["wire", "mock", "geo", "storage", "operations", "engine", "cluster's state", "info"]),
    "front": (["mockserver/src/cluster/cluster.cpp", "mockserver/src/cluster/transport.cpp",
               "mockserver/src/cluster/transport.hpp"],
              ["wire", "mock", "geo", "storage", "operations", "lua", "engine", "cluster's state", "info",
                "net"]),
    "program": (["client/examples", "mockserver/server", "mockserver/examples", "mockserver/bench/figures"],
                ["wire", "operations' builders", "client", "json", "mock", "conformance", "fixtures"]),
    "conformance": (["conformance/include", "conformance/src"],
                    ["wire", "operations' builders", "client", "json", "mock", "fixtures"]),
    "fixtures": (["fixtures/include", "fixtures/src"], ["wire", "operations' builders", "client", "json", "mock"]),
}
# Where a header of ours is looked for.
INCLUDE_FOLDERS = ["client/include", "mockserver/include", "conformance/include", "fixtures/include",
                   "mockserver/src", "client/src", "conformance/src"]
# The rest of the tree (tests, fuzzers, benchmarks) may include everything.

MAY_USE_SOCKETS = re.compile(
    r"/net/|^client/include/spikelet/(async_client|detail/async_call)\.hpp$|^client/examples/|^mockserver/(server|examples|tests|bench)/|^conformance/|^client/(tests|bench)/|^ci/")
MAY_READ_CLOCK = re.compile(
    r"^mockserver/src/cluster/clock\.cpp$|^client/src/net/system_time\.cpp$|/bench/|^mockserver/(server|examples)/|^conformance/src/")
SOCKETS = re.compile(r'#\s*include\s*<(boost/asio|sys/socket\.h|netinet/|arpa/inet\.h|sys/epoll\.h)')
CLOCK = re.compile(
    r"\b(system|steady|high_resolution|utc|file)_clock::now\b|(?<![\w.>])time\s*\((nullptr|NULL|0|&)|"
    r"\b(gettimeofday|clock_gettime|ftime|timespec_get)\s*\(")
DEVELOPER_PATH = re.compile(r"""(?:^|[\s"'(=])/(?:home|Users|root|work|tmp/[a-z]+)/[\w.-]+""")
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')
COMMENT = re.compile(r"//.*$")


def layer_of(path):
    best, name = 0, None
    for layer, (folders, _) in LAYERS.items():
        for folder in folders:
            if (path == folder or path.startswith(folder + "/")) and len(folder) > best:
                best, name = len(folder), layer
    return name


def resolve(root, path, quoted, header):
    """The file of ours that an #include means, relative to the root; None for another's."""
    folders = [os.path.dirname(path)] if quoted else []
    for folder in folders + INCLUDE_FOLDERS:
        candidate = os.path.normpath(os.path.join(folder, header))
        if os.path.isfile(os.path.join(root, candidate)):
            return candidate
    return None


def check_include(root, path, layer, quoted, header):
    target = resolve(root, path, quoted, header)
    if target is None:
        return None
    other = layer_of(target)
    allowed = LAYERS[layer][1]
    if other is None:
        return f"includes {target}, which belongs to no layer"
    if other == layer or other in allowed:
        return None
    return f"{layer} may not include {other} ({target})"


def check_file(root, path):
    with open(os.path.join(root, path), encoding="utf-8", errors="replace") as file:
        lines = file.read().split("\n")
    layer = layer_of(path)
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if match and layer:
            reason = check_include(root, path, layer, match[1] == '"', match[2])
            if reason:
                yield number, reason
        if SOCKETS.search(line) and not MAY_USE_SOCKETS.search(path):
            yield number, "only net/ and programs use sockets"
        if CLOCK.search(COMMENT.sub("", line)) and not MAY_READ_CLOCK.search(path):
            yield number, "only mock::clock knows the time"
        if DEVELOPER_PATH.search(line):
            yield number, "an absolute path of somebody's machine"


def sources(root):
    for top in ("ci", "client", "conformance", "fixtures", "mockserver"):
        for folder, folders, names in os.walk(os.path.join(root, top)):
            folders[:] = [f for f in folders if f not in ("node_modules", "corpus", "golden", "build")]
            for name in names:
                if name.endswith((".hpp", ".cpp", ".h", ".cc", ".in", ".txt", ".cmake", ".sh")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def main():
    root = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), ".."))
    found = checked = 0
    for path in sorted(sources(root)):
        checked += 1
        for number, reason in check_file(root, path):
            found += 1
            print(f"{path}:{number}: {reason}")
    if not checked:
        print(f"{root}: no source file found")
    print(f"{checked} files checked, {found} findings")
    return 1 if found or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
