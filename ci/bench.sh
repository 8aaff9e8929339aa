#!/usr/bin/env bash
# Measures: the figures of the README.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: ci/bench.sh [--quick] [--filter REGEX] [--skip-install]

Builds with optimisation (preset release) and runs every Google Benchmark program, then
spikelet-figures: start-up time, memory, bytes a record, and last spikelet-bench beside Redis, when that
is installed (ci/bench_ratios.py). Results also go to build/release/bench as
JSON and text. Numbers mean something on an idle machine only. The exit status is 0 if every figure of
spikelet-figures is within its limit.

  --quick         short runs, to see that everything works
  --filter REGEX  only benchmarks whose name matches
  --skip-install  do not look for missing packages
TEXT
}

install=true
options=()
ratios=()
while (($#)); do
    case $1 in
        --quick) options+=(--benchmark_min_time=0.01); ratios=(--seconds 0.5 --requests 20000) ;;
        --filter) need_value "$@"; options+=(--benchmark_filter="$2"); shift ;;
        --skip-install) install=false ;;
        --help | -h) usage; exit 0 ;;
        *) die "unknown option '$1'; see --help" ;;
    esac
    shift
done

if $install; then ci/install-deps.sh --only build --bench; fi
step "configure release" cmake --preset release
step "build benchmarks" cmake --build --preset release --parallel "$jobs" \
    --target benchmarks --target spikelet-figures --target spikelet-bench --target spikelet-server

out=build/release/bench
mkdir -p "$out"
shopt -s nullglob
for program in build/release/bin/*_bench build/release/bin/*_benchmarks; do
    name=${program##*/}
    say ""
    say "== $name"
    "$program" "${options[@]}" --benchmark_out="$out/$name.json" --benchmark_out_format=json </dev/null
done

say ""
say "== spikelet-figures"
missed=0
build/release/bin/spikelet-figures build/release/bin/spikelet-server </dev/null |
    tee "$out/figures.txt" || missed=$?

if command -v redis-server >/dev/null && command -v redis-benchmark >/dev/null; then
    say ""
    say "== spikelet-bench and redis-benchmark"
    ci/bench_ratios.py build/release/bin "${ratios[@]}" </dev/null | tee "$out/ratios.txt"
fi
exit "$missed"
