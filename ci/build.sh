#!/usr/bin/env bash
# Configures and builds one preset.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: ci/build.sh [PRESET] [--target TARGET]... [--skip-install]

Installs what is missing, then configures and builds PRESET (dev, release, asan, tsan or fuzz;
release if not given) in build/PRESET. Programs are then in build/PRESET/bin.

  --target TARGET  build this only (may be repeated)
  --skip-install   do not look for missing packages
TEXT
}

preset=release
targets=()
install=true
while (($#)); do
    case $1 in
        --target) need_value "$@"; targets+=(--target "$2"); shift ;;
        --skip-install) install=false ;;
        --help | -h) usage; exit 0 ;;
        -*) die "unknown option '$1'; see --help" ;;
        *) known_preset "$1"; preset=$1 ;;
    esac
    shift
done

if $install; then
    if [[ $preset == fuzz ]]; then ci/install-deps.sh; else ci/install-deps.sh --only build; fi
fi
step "configure $preset" cmake --preset "$preset"
step "build $preset" cmake --build --preset "$preset" --parallel "$jobs" "${targets[@]}"
