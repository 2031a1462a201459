#!/usr/bin/env bash
# Runs examples/spark on a small data set and deletes what it downloaded. Prints SKIPPED and the
# reason where Spark cannot run. Takes the paths of the linter and of the generator.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh

linter="$(realpath "$1")"
generator="$(realpath "$2")"

skip() {
    printf 'SKIPPED: %s\n' "$1"
    exit 0
}

python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || skip "Spark's Python needs Python 3.10 or newer"
need_venv || skip "Python has no venv here"
need_debian default-jre-headless:java || skip "there is no Java here"
java="$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')"
[ "${java:-0}" -ge 17 ] || skip "Spark needs Java 17 or newer, found ${java:-none}"
free="$(df --output=avail -BM . | tail -n 1 | tr -dc 0-9)"
[ "$free" -gt 3000 ] || skip "Spark and its download need 3 GB of disk, found $free MB"

trap 'rm -rf "$target/spark"' EXIT
RECORDS=25000 CHUNK=2M examples/spark/run.sh "$linter" "$generator"
