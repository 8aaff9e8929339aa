#!/usr/bin/env bash
# From a fresh clone to a running cluster.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

program=build/release/bin/spikelet-conformance
arguments=(--mock --nodes 3)

usage() {
    cat <<TEXT
Usage: ci/quickstart.sh [--skip-install]

Installs what is missing (Debian 12 packages; needs root or sudo), builds with optimisation and runs
the conformance suite on a cluster of three nodes in one process:

  $program ${arguments[*]}

  --skip-install   do not look for missing packages
TEXT
}

install=true
while (($#)); do
    case $1 in
        --skip-install) install=false ;;
        --help | -h) usage; exit 0 ;;
        *) die "unknown option '$1'; see --help" ;;
    esac
    shift
done

if $install; then step "1/4 packages" ci/install-deps.sh --only build; else say "1/4 packages: skipped"; fi
step "2/4 configure" cmake --preset release
step "3/4 build (some minutes the first time)" \
    cmake --build --preset release --parallel "$jobs" --target "${program##*/}"
say "4/4 run $program ${arguments[*]}"
say ""
"$program" "${arguments[@]}"
