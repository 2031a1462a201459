#!/usr/bin/env bash
# Counts the instructions per record, case by case, and compares them with counts.txt. Unlike times,
# counts are the same in every run, even on a busy machine.
#
#     benches/instructions/run.sh            # fails if a case takes over 5% more
#     benches/instructions/run.sh --update   # writes counts.txt again
#
# Update counts.txt only in a commit that says why the numbers changed. Needs valgrind. Each case
# runs twice, with one repetition of its work and with three, and the difference is divided by two,
# so start, input and end are not counted.
set -euo pipefail
cd "$(dirname "$0")"

update=false
case "${1:-}" in
    "") ;;
    --update) update=true ;;
    *)
        echo "usage: benches/instructions/run.sh [--update]" >&2
        exit 2
        ;;
esac
command -v valgrind >/dev/null || { echo "error: expected valgrind, found none; apt-get install valgrind" >&2; exit 2; }

# The baseline of the architecture, overriding the caller's flags: other instructions change the
# counts.
export RUSTFLAGS=""
cargo build --quiet --locked --release
program="$(cargo metadata --locked --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')/release/contact-schema-instructions"
machine="$(rustc --version), $(valgrind --version), $(uname -m)"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Prints the instructions of the program with these arguments.
count() {
    valgrind --tool=callgrind --callgrind-out-file="$folder/out" "$program" "$@" >"$folder/log" 2>&1 ||
        { cat "$folder/log" >&2; return 1; }
    sed -n 's/^\(summary\|totals\): \([0-9]*\).*/\2/p' "$folder/out" | head -n 1
}

# Prints the number of a case in counts.txt, if it has one.
committed() {
    [ ! -f counts.txt ] || awk -v name="$1" '$1 == name { print $2 }' counts.txt
}

echo "$machine"
[ "$update" = true ] || grep -qsxF "# $machine" counts.txt ||
    echo "note: counts.txt was made with $(sed -n '1s/^# //p' counts.txt); a difference may come from that"

failed=0
{
    echo "# $machine"
    echo "# Instructions per record. Written by run.sh --update, in a commit that says why the numbers changed."
} >"$folder/counts"
while read -r name records; do
    once=$(count "$name" 1)
    thrice=$(count "$name" 3)
    found=$(((thrice - once + records) / (2 * records)))
    expected=$(committed "$name")
    echo "$name $found" >>"$folder/counts"
    if [ "$update" = true ]; then
        echo "$name: $found (${expected:-none} before)"
    elif [ -z "$expected" ]; then
        echo "$name: $found, FAILED: counts.txt does not have it"
        failed=1
    elif [ $((found * 100)) -gt $((expected * 105)) ]; then
        echo "$name: $found, FAILED: over 5% more than $expected"
        failed=1
    elif [ $((found * 100)) -lt $((expected * 95)) ]; then
        echo "$name: $found, over 5% less than $expected: lower it with --update, in a commit that says why"
    else
        echo "$name: $found ($expected)"
    fi
done < <("$program")

# A case that disappeared must not count as a pass.
if [ "$update" = true ]; then
    cp "$folder/counts" counts.txt
elif [ "$(grep -vc '^#' counts.txt)" -ne "$(grep -vc '^#' "$folder/counts")" ]; then
    echo "FAILED: counts.txt has other cases"
    failed=1
fi
exit "$failed"
