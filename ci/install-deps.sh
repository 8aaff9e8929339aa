#!/usr/bin/env bash
# Installs what spikelet needs on Debian 12 (bookworm), by package name.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: ci/install-deps.sh [--check] [--only GROUP]... [--bench]

Installs the Debian packages that spikelet needs; does nothing when all are there. Needs root or sudo.

  --check       install nothing: list what is missing, exit with 1 if anything is
  --only GROUP  only this group of packages (may be repeated):
                  build  compiler, CMake, libraries: enough to build everything with GCC
                  test   Node.js, for the tests that run its Aerospike client
                  lint   clang-format, clang-tidy, clang with libFuzzer
                  bench  redis-server, the yardstick of ci/bench.sh; its service is not left running
                without --only: build, test and lint
  --bench       the group bench too
TEXT
}

build_packages=(
    build-essential cmake ninja-build pkg-config ccache mold git ca-certificates python3
    libboost1.81-dev  # not libboost-dev, which is 1.74
    libssl-dev libcrypt-dev libcrypto++-dev zlib1g-dev liblua5.4-dev libs2-dev
    nlohmann-json3-dev libcli11-dev libspdlog-dev libfmt-dev
    libgtest-dev libgmock-dev libbenchmark-dev
)
lint_packages=(clang clang-format clang-tidy libclang-rt-14-dev)
bench_packages=(redis-server)

say() { printf 'install-deps: %s\n' "$*"; }
die() {
    printf 'install-deps: error: %s\n' "$*" >&2
    exit 2
}

check_only=false
groups=()
bench=false
while (($#)); do
    case $1 in
        --check) check_only=true ;;
        --bench) bench=true ;;
        --only)
            case ${2-} in
                build | test | lint | bench) groups+=("$2") ;;
                *) die "--only takes build, test, lint or bench, not '${2-}'" ;;
            esac
            shift
            ;;
        --help | -h)
            usage
            exit 0
            ;;
        *) die "unknown option '$1'; see --help" ;;
    esac
    shift
done
((${#groups[@]})) || groups=(build test lint)
if $bench; then groups+=(bench); fi

command -v dpkg-query >/dev/null ||
    die "this is neither Debian nor Ubuntu (no dpkg-query). The packages to look for elsewhere are
listed at the top of ci/install-deps.sh; Boost must be 1.81 or newer, GCC 12 or newer."

wanted=()
for group in "${groups[@]}"; do
    case $group in
        build) wanted+=("${build_packages[@]}") ;;
        lint) wanted+=("${lint_packages[@]}") ;;
        bench) wanted+=("${bench_packages[@]}") ;;
        # A Node.js that did not come as a package will do.
        test) command -v node >/dev/null && command -v npm >/dev/null || wanted+=(nodejs npm) ;;
    esac
done

installed=$(dpkg-query --show --showformat '${Package} ${db:Status-Status}\n' 2>/dev/null |
    sed -n 's/ installed$//p')
missing=()
for package in "${wanted[@]}"; do
    grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done

if ((${#missing[@]} == 0)); then
    say "everything is installed (${groups[*]})"
    exit 0
fi
say "missing: ${missing[*]}"
if $check_only; then exit 1; fi

as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null ||
        die "installing packages needs root: run this as root, or install sudo"
    as_root=(sudo)
fi

export DEBIAN_FRONTEND=noninteractive
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" </dev/null; }

say "updating the package lists"
apt -qq update || die "apt-get update failed: is the network up?"

unknown=()
for package in "${missing[@]}"; do
    apt-cache show --no-all-versions "$package" >/dev/null 2>&1 || unknown+=("$package")
done
if ((${#unknown[@]})); then
    . /etc/os-release
    die "${PRETTY_NAME:-this system} has no package ${unknown[*]}; spikelet is built and tested on Debian 12"
fi

# A service that comes with a package must not start: a policy of ours forbids it meanwhile.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod 755 "$policy"
    trap '"${as_root[@]}" rm -f "$policy"' EXIT
fi

say "installing ${#missing[@]} packages"
apt -qq install --yes --no-install-recommends "${missing[@]}" ||
    die "apt-get install failed; the lines above say why"

if [[ " ${missing[*]} " == *" redis-server "* && -d /run/systemd/system ]]; then
    "${as_root[@]}" systemctl disable --now redis-server || true
fi
say "done"
