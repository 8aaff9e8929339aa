# shellcheck shell=bash disable=SC2034
# Shared by the scripts of this folder; sourced, not run. Leaves the shell at the repository's root.
set -euo pipefail

script=${0##*/}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
jobs=$(nproc)
# Results of ccache hold in every checkout, wherever it lies.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root}

say() { printf '%s\n' "$*"; }
die() {
    printf '%s: error: %s\n' "$script" "$*" >&2
    exit 2
}

# need_value "$@": the option at hand must be followed by a value.
need_value() { (($# >= 2)) || die "$1 needs a value; see --help"; }

seconds_since() { printf '%ds' $((SECONDS - $1)); }

# step "What happens" command…: one line of progress; the command's output goes to a log, which is
# shown (its errors and its end) only if the command fails. On a terminal the last line is shown live.
step() {
    local title=$1 begin=$SECONDS log status=0
    shift
    mkdir -p build/logs
    log=build/logs/${title//[^A-Za-z0-9]/_}.log
    if [[ -t 1 ]]; then
        "$@" </dev/null 2>&1 | tee "$log" | while IFS= read -r line; do
            printf '\r\033[K%s: %s' "$title" "${line:0:60}"
        done || status=$?
        printf '\r\033[K'
    else
        "$@" </dev/null >"$log" 2>&1 || status=$?
    fi
    if ((status)); then
        say "$title: FAILED after $(seconds_since "$begin"), the log is $log"
        { grep -nE '(error|Error|FAILED|fatal)[: ]' "$log" | head -n 20 | cut -c1-300; } || true
        say "--- the end of the log"
        tail -n 30 "$log" | cut -c1-300
        return "$status"
    fi
    say "$title: ok ($(seconds_since "$begin"))"
}

known_preset() {
    case $1 in
        dev | release | asan | tsan | fuzz) ;;
        *) die "unknown preset '$1': there are dev, release, asan, tsan and fuzz" ;;
    esac
}
