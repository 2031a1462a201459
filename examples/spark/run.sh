#!/usr/bin/env bash
# Lints a generated data set on Spark in two ways and compares the results with one run of the
# program: `run.sh [LINTER GENERATOR]`. Without arguments, it builds both. Needs Python 3.10 or
# newer with venv, and Java 17 or newer. PySpark comes from the package index into target/spark and
# takes 900 MB. `RECORDS` is the number of records in each of four files, `CHUNK` the size of a
# range.
set -euo pipefail
cd "$(dirname "$0")/../.."

target="${CARGO_TARGET_DIR:-target}"
linter="${1:-$target/release/contact-lint}"
generator="${2:-$target/release/examples/generate}"
work="$target/spark"

[ $# -eq 2 ] || {
    cargo build --quiet --locked --release --features cli --bin contact-lint
    cargo build --quiet --locked --release --example generate
}

[ -e "$work/venv/ready" ] || {
    python3 -m venv --clear "$work/venv"
    "$work/venv/bin/pip" install --quiet --disable-pip-version-check --requirement examples/spark/requirements.txt
    touch "$work/venv/ready"
}

# The Python module, if `.ci/python wheels` has built it.
for wheel in "$target"/python/wheels/contact_schema-*.whl; do
    [ ! -e "$wheel" ] || "$work/venv/bin/pip" install --quiet --disable-pip-version-check --force-reinstall --no-index --no-deps "$wheel"
done

rm -rf "$work/data"
mkdir -p "$work/data"
for part in 1 2 3 4; do
    file="$work/data/part-$part.ndjson"
    "$generator" --kind contact --records "${RECORDS:-250000}" --seed "$part" --bad 20 >"$file"
    # Bytes that a text reader would change: invalid UTF-8, carriage returns, a blank line, no line
    # feed at the end.
    printf '{"name":"\xff"}\n{"id":1}\r{"id":2}\n{"id":1}\r\n\n{"email":"ada@example"}' >>"$file"
done

# A task runs at most three times, as on a cluster.
export PYSPARK_PYTHON="$(realpath "$work/venv")/bin/python" PYTHONPATH="examples/spark" SPARK_LOCAL_IP=127.0.0.1
"$work/venv/bin/spark-submit" --master 'local[*,3]' --conf spark.ui.enabled=false --conf spark.log.level=ERROR \
    --conf spark.sql.shuffle.partitions=4 --conf spark.ui.showConsoleProgress=false \
    examples/spark/check.py "$linter" "$work/data" "${CHUNK:-16M}"
