#!/usr/bin/env bash
# Builds and runs every test; what CI runs.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: ci/test.sh [--quick] [--preset PRESET]... [-L LABEL] [-R REGEX] [--skip-install]

Installs what is missing, builds, and runs the tests: all of them optimised (release) and with the
address and undefined-behaviour sanitizers (asan), those labelled concurrency with the thread
sanitizer (tsan). Ends with a summary; the exit status is 0 only if every test passed.

  --quick          the debug build (dev) only
  --preset PRESET  this preset only (may be repeated): dev, release, asan, tsan
  -L LABEL         only tests with this label: unit, oracle, interop, concurrency, simulation,
                   conformance, consumer
  -R REGEX         only tests whose name matches
  --skip-install   do not look for missing packages
TEXT
}

presets=()
filter=()
install=true
while (($#)); do
    case $1 in
        --quick) presets+=(dev) ;;
        --preset) need_value "$@"; known_preset "$2"; presets+=("$2"); shift ;;
        -L) need_value "$@"; filter+=(-L "^($2)\$"); shift ;;
        -R) need_value "$@"; filter+=(-R "$2"); shift ;;
        --skip-install) install=false ;;
        --help | -h) usage; exit 0 ;;
        *) die "unknown option '$1'; see --help" ;;
    esac
    shift
done
((${#presets[@]})) || presets=(release asan tsan)
# A filter may leave a preset without tests; a whole run may not.
if ((${#filter[@]})); then filter+=(--no-tests=ignore); fi

if $install; then ci/install-deps.sh --only build --only test; fi

passed=0 failed=0 skipped=0
summary=()
failures=()

# attribute NAME FILE: a number of JUnit's <testsuite>.
attribute() { sed -n "s/^[[:space:]]*$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

run_preset() {
    local preset=$1 begin=$SECONDS results=$root/build/$1/test-results.xml all bad left ctest=(ctest)
    if ! step "configure $preset" cmake --preset "$preset" ||
        ! step "build $preset" cmake --build --preset "$preset" --parallel "$jobs"; then
        failures+=("$preset: the build")
        summary+=("$(printf '%-8s  the build failed' "$preset")")
        ((failed += 1))
        return 1
    fi
    # The thread sanitizer of GCC 12 cannot place its shadow under strong address randomisation.
    if [[ $preset == tsan ]] && setarch --addr-no-randomize true 2>/dev/null; then
        ctest=(setarch --addr-no-randomize ctest)
    fi
    rm -f "$results"
    "${ctest[@]}" --preset "$preset" --parallel "$jobs" --output-junit "$results" "${filter[@]}" \
        </dev/null || true
    if [[ ! -s $results ]]; then
        failures+=("$preset: CTest ran no test")
        summary+=("$(printf '%-8s  no test was run' "$preset")")
        ((failed += 1))
        return 0
    fi
    all=$(attribute tests "$results")
    bad=$(attribute failures "$results")
    left=$(($(attribute disabled "$results") + $(attribute skipped "$results")))
    while IFS= read -r name; do
        failures+=("$preset: $name")
    done < <(sed -n 's/.*<testcase name="\([^"]*\)".*status="fail".*/\1/p' "$results")
    ((passed += all - bad - left, failed += bad, skipped += left)) || true
    summary+=("$(printf '%-8s  %4d passed  %4d failed  %4d skipped  %6s' "$preset" \
        $((all - bad - left)) "$bad" "$left" "$(seconds_since "$begin")")")
}

for preset in "${presets[@]}"; do
    run_preset "$preset" || break
done

say ""
say "Summary ($(seconds_since 0))"
printf '  %s\n' "${summary[@]}"
if ((${#failures[@]})); then
    say "Failed:"
    printf '  %s\n' "${failures[@]}"
fi
if ((passed + failed == 0)); then
    say "no test was run"
    failed=1
fi
say "$passed passed, $failed failed"
((failed == 0))
