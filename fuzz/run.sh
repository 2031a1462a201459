#!/usr/bin/env bash
# Runs every fuzz target for some seconds: `fuzz/run.sh 25`, or only those named: `fuzz/run.sh 25 email contact`.
# `--portable` first runs the code that is there without the feature `simd`; by default those targets that reach it.
# Prints what each did. The exit status is 1 if one of them found something, which is then in fuzz/artifacts.
set -euo pipefail

cd "$(dirname "$0")/.."
features=()
targets=(chunks contact email lint parts roundtrip structured timestamp update_request)
if [ "${1:-}" = --portable ]; then
    features=(--no-default-features)
    targets=(contact email lint timestamp)
    shift
fi
seconds=${1:?usage: fuzz/run.sh [--portable] SECONDS [TARGET...]}
shift
[ $# -gt 0 ] || set -- "${targets[@]}"

# The longest input of each target, in bytes: as long as its grammar has something to say, and no longer.
max_length() {
    case $1 in
        timestamp) echo 80 ;;
        email) echo 300 ;;
        *) echo 4096 ;;
    esac
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed=0
for target in "$@"; do
    # The first directory is where new inputs are kept.
    mkdir -p "fuzz/corpus/$target"
    seeds=()
    [ ! -d "fuzz/seeds/$target" ] || seeds=("fuzz/seeds/$target")
    status=0
    # No sanitizer: the crate forbids unsafe code, and without one there are several times as many executions.
    cargo +nightly fuzz run --sanitizer none "${features[@]}" "$target" "fuzz/corpus/$target" "${seeds[@]}" -- \
        "-max_total_time=$seconds" "-max_len=$(max_length "$target")" -dict=fuzz/contact.dict \
        -rss_limit_mb=2048 -timeout=10 -print_final_stats=1 >"$log" 2>&1 || status=$?
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    per_second=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    echo "$target${features:+, portable}: ${executions:-no} executions, ${per_second:-0} a second"
    if [ "$status" -ne 0 ]; then
        failed=1
        echo "$target: failed"
        # What was asserted, then where the input is; or why there was no run.
        grep -m 1 -A 4 'panicked at' "$log" || true
        tail -n 40 "$log"
    fi
done
exit "$failed"
