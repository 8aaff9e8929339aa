#!/usr/bin/env bash
# The checks of form: layers, clang-format, clang-tidy.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

usage() {
    cat <<'TEXT'
Usage: ci/lint.sh [--changed [COMMIT]] [--fix] [--skip-install] [FILE]...

Checks that includes follow CONTRIBUTING.md (ci/check_layers.py), that every C++ file is formatted
(clang-format) and that clang-tidy has nothing to say; all three must be at zero.

  --changed [COMMIT]  only files that differ from COMMIT (HEAD if not given): what is not committed.
                      A changed header counts for the source files that include it directly
  --fix               format the files instead of reporting them
  --skip-install      do not look for missing packages
  FILE...             only these files
TEXT
}

changed=
fix=false
install=true
files=()
while (($#)); do
    case $1 in
        --changed)
            changed=HEAD
            if (($# > 1)) && git rev-parse --verify --quiet "$2^{commit}" >/dev/null; then
                changed=$2
                shift
            fi
            ;;
        --fix) fix=true ;;
        --skip-install) install=false ;;
        --help | -h) usage; exit 0 ;;
        -*) die "unknown option '$1'; see --help" ;;
        *) [[ -f $1 ]] || die "no file $1"; files+=("$1") ;;
    esac
    shift
done

if $install; then ci/install-deps.sh --only build --only lint; fi

cpp_files() {
    if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
        git ls-files --cached --others --exclude-standard -- '*.cpp' '*.hpp'
    else
        find ci client conformance fixtures mockserver -name node_modules -prune -o \
            \( -name '*.cpp' -o -name '*.hpp' \) -print
    fi | while IFS= read -r file; do [[ ! -f $file ]] || printf '%s\n' "$file"; done
}

mapfile -t all < <(cpp_files)
if [[ $changed ]]; then
    mapfile -t files < <({
        git diff --name-only --diff-filter=d "$changed" -- '*.cpp' '*.hpp'
        git ls-files --others --exclude-standard -- '*.cpp' '*.hpp'
    } | sort -u)
    if ((${#files[@]} == 0)); then
        say "no C++ file differs from $changed"
    fi
elif ((${#files[@]} == 0)); then
    files=("${all[@]}")
fi

failed=0

step "layers" python3 ci/check_layers.py || failed=1
if ((${#files[@]} == 0)); then exit "$failed"; fi

if $fix; then
    clang-format -i "${files[@]}"
else
    step "clang-format: ${#files[@]} files" clang-format --dry-run -Werror "${files[@]}" || failed=1
fi

# clang-tidy cannot read GCC's precompiled headers: it gets a compile database of its own.
step "configure for clang-tidy" cmake --preset dev -B build/lint -DCMAKE_C_COMPILER=clang \
    -DCMAKE_CXX_COMPILER=clang++ -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON || exit 1

# The source files to look at: those chosen, and for chosen headers (unless all files are) those that
# include them. Headers are reported through the files that include them (HeaderFilterRegex).
tidy_list() {
    printf '%s\n' "${files[@]}" | grep '\.cpp$' || true
    if ((${#files[@]} < ${#all[@]})); then
        printf '%s\n' "${files[@]}" | { grep '\.hpp$' || true; } | while IFS= read -r header; do
            grep -lF "${header##*/}" "${all[@]}" | grep '\.cpp$' || true
        done
    fi
}
mapfile -t sources < <(tidy_list | sort -u | python3 -c '
import json, os, sys
known = {os.path.relpath(os.path.join(c["directory"], c["file"])) for c in json.load(open("build/lint/compile_commands.json"))}
for line in sys.stdin:
    if line.strip() in known:
        print(line.strip())
    else:
        print("not built, so not checked by clang-tidy:", line.strip(), file=sys.stderr)')

# Called through step. Clang counts the warnings in other people's headers; nobody wants to know.
# shellcheck disable=SC2317
tidy() {
    printf '%s\0' "$@" | xargs -0 -n 1 -P "$jobs" clang-tidy -p build/lint --quiet \
        --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-unused-command-line-argument 2>&1 |
        { grep -vE '^[0-9]+ warnings? generated\.$' || true; }
}
if ((${#sources[@]})); then
    step "clang-tidy: ${#sources[@]} files" tidy "${sources[@]}" || failed=1
fi
exit "$failed"
