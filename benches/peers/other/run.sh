#!/usr/bin/env bash
# What users of Node and Python could pick, over one NDJSON file of contacts: prints MB/s, the median of some runs.
#
#     benches/peers/other/run.sh            # 1,000,000 contacts, 5 runs each
#     benches/peers/other/run.sh 100000 3
#
# It installs the newest versions by npm and pip into a folder for temporary files, which it removes. What has no Node or no
# Python is skipped. Every peer has to find all records valid.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
records="${1:-1000000}"
runs="${2:-5}"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cargo run --quiet --release --locked --manifest-path "$root/Cargo.toml" --example generate -- \
    --kind contact --records "$records" >"$folder/contacts.ndjson"
echo "$records contacts, $(($(wc -c <"$folder/contacts.ndjson") / 1000000)) MB; median of $runs runs"
echo
echo "| | version | MB/s |"
echo "|---|---|---:|"

if command -v npm >/dev/null && command -v node >/dev/null; then
    mkdir "$folder/node"
    cp "$here"/*.mjs "$folder/node"
    (
        cd "$folder/node"
        npm install --silent --no-audit --no-fund --no-package-lock --prefix . ajv ajv-formats zod >/dev/null
        for peer in ajv zod; do
            node "$peer.mjs" "$root/schemas/contact.schema.json" "$folder/contacts.ndjson" "$records" "$runs"
        done
    )
else
    echo "| Node | skipped: there is none | |"
fi

if command -v python3 >/dev/null && python3 -m venv "$folder/python" 2>/dev/null; then
    "$folder/python/bin/pip" install --quiet --disable-pip-version-check msgspec pydantic jsonschema-rs
    for peer in msgspec pydantic jsonschema_rs; do
        "$folder/python/bin/python" "$here/peers.py" "$peer" "$root/schemas/contact.schema.json" \
            "$folder/contacts.ndjson" "$records" "$runs"
    done
else
    echo "| Python | skipped: there is none with venv | |"
fi
