#!/usr/bin/env bash
# Runs examples/spark on a small data set, and leaves nothing behind. Says so where it cannot. Takes the paths of the linter and of the
# generator.
set -euo pipefail
cd "$(dirname "$0")/.."

linter="$(realpath "$1")"
generator="$(realpath "$2")"

skip() {
    printf 'SKIPPED: %s\n' "$1"
    exit 0
}

# Debian's package $1, where there is apt-get.
install() {
    local sudo=""
    [ "$(id -u)" -eq 0 ] || sudo=sudo
    $sudo apt-get -qq update >/dev/null && $sudo apt-get -qq -y install --no-install-recommends "$1" >/dev/null
}

python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null || skip "Spark's Python needs Python 3.10 or newer"
python3 -c 'import ensurepip, venv' 2>/dev/null || install python3-venv || skip "Python has no venv here"
command -v java >/dev/null || install default-jre-headless || skip "there is no Java here"
java="$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')"
[ "${java:-0}" -ge 17 ] || skip "Spark needs Java 17 or newer, found ${java:-none}"
free="$(df --output=avail -BM . | tail -n 1 | tr -dc 0-9)"
[ "$free" -gt 3000 ] || skip "Spark and its download need 3 GB of disk, found $free MB"

trap 'rm -rf "${CARGO_TARGET_DIR:-target}/spark"' EXIT
RECORDS=25000 CHUNK=2M examples/spark/run.sh "$linter" "$generator"
