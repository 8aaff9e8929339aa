#!/usr/bin/env bash
# Looks for inputs that break a parser.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: ci/fuzz.sh [SECONDS] [FUZZER]... [--skip-install]

Builds the libFuzzer targets (preset fuzz) and lets each search for SECONDS (60 if not given),
starting from its corpus in fixtures/corpus. Or only the named FUZZERs. New inputs and crashes go to
build/fuzz/found/FUZZER; the corpus itself is never written to. When one crashes: fix it, and add the
input to its corpus, which every ordinary test run replays.
TEXT
}

seconds=60
chosen=()
install=true
while (($#)); do
    case $1 in
        --skip-install) install=false ;;
        --help | -h) usage; exit 0 ;;
        -*) die "unknown option '$1'; see --help" ;;
        *[!0-9]*) chosen+=("$1") ;;
        *) seconds=$1 ;;
    esac
    shift
done

if $install; then ci/install-deps.sh; fi
step "configure fuzz" cmake --preset fuzz
step "build fuzz" cmake --build --preset fuzz --parallel "$jobs"

# One line a fuzzer: name, program, corpus, as CTest knows them.
fuzzers() {
    ctest --preset fuzz --show-only=json-v1 | python3 -c '
import json, os, sys
for test in json.load(sys.stdin)["tests"]:
    command = test["command"]
    corpus = command[-1] if os.path.isdir(command[-1]) else ""
    print(test["name"], command[0], corpus, sep="\t")'
}

failed=0 count=0
while IFS=$'\t' read -r name program corpus; do
    if ((${#chosen[@]})) && [[ " ${chosen[*]} " != *" $name "* ]]; then continue; fi
    found=build/fuzz/found/$name
    mkdir -p "$found"
    ((count += 1))
    if ! step "fuzz $name for ${seconds}s" "$program" -max_total_time="$seconds" -timeout=10 \
        -rss_limit_mb=2048 -artifact_prefix="$found/" "$found" ${corpus:+"$corpus"}; then
        ((failed += 1))
    fi
done < <(fuzzers)
((count)) || die "no fuzzer of that name: ${chosen[*]}"
say "$((count - failed)) passed, $failed failed"
((failed == 0))
