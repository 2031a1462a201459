#!/usr/bin/env bash
# Runs every fuzz target for a number of seconds: `fuzz/run.sh 25`, or only some targets:
# `fuzz/run.sh 25 email contact`. With `--portable` first: the code without the feature `simd`, by
# default in the targets that reach it. Runs as many targets at a time as there are processors, or
# FUZZ_JOBS. Exits with 1 if a target found something; the input is then in fuzz/artifacts.
set -euo pipefail

cd "$(dirname "$0")/.."
features=()
targets=(chunks contact email fix lint parts roundtrip structured timestamp update_request)
if [ "${1:-}" = --portable ]; then
    features=(--no-default-features)
    targets=(contact email fix lint timestamp)
    shift
fi
seconds=${1:?usage: fuzz/run.sh [--portable] SECONDS [TARGET...]}
shift
[ $# -gt 0 ] || set -- "${targets[@]}"

# No sanitizer: the crate forbids unsafe code, and a sanitizer makes the targets several times
# slower.
fuzz() { cargo +nightly fuzz "$1" --sanitizer none "${features[@]}" "${@:2}"; }

# The maximum length of an input for each target, in bytes: enough for its whole grammar.
max_length() {
    case $1 in
        timestamp) echo 80 ;;
        email) echo 300 ;;
        *) echo 4096 ;;
    esac
}

# Runs one target and prints its result.
run() {
    local target="$1" log="$logs/$1" seeds=() status=0 executions per_second
    # libFuzzer stores new inputs in the first directory.
    mkdir -p "fuzz/corpus/$target"
    [ ! -d "fuzz/seeds/$target" ] || seeds=("fuzz/seeds/$target")
    fuzz run "$target" "fuzz/corpus/$target" "${seeds[@]}" -- \
        "-max_total_time=$seconds" "-max_len=$(max_length "$target")" -dict=fuzz/contact.dict \
        -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 >"$log" 2>&1 || status=$?
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    per_second=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    printf '%s\n' "$target${features:+, portable}: ${executions:-no} executions, ${per_second:-0} a second"
    [ "$status" -ne 0 ] || return 0
    # The failed assertion and the path of the input, or the reason why the target did not run.
    printf '%s: failed\n%s\n%s\n' "$target" "$(grep -m 1 -A 4 'panicked at' "$log")" "$(tail -n 40 "$log")"
    return 1
}

logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
# Builds before the time starts.
for target in "$@"; do fuzz build "$target" 2>"$logs/build" || { cat "$logs/build" >&2; exit 1; }; done
failed=0 running=0
for target in "$@"; do
    if [ "$running" -ge "${FUZZ_JOBS:-$(nproc)}" ]; then
        wait -n || failed=1
        running=$((running - 1))
    fi
    run "$target" &
    running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
    wait -n || failed=1
    running=$((running - 1))
done
exit "$failed"
