#!/usr/bin/env bash
# Runs the alternatives for Node and Python over one NDJSON file of contacts. Prints MB/s, the
# median of several runs.
#
#     benches/peers/other/run.sh                      # 1,000,000 contacts, 5 runs each
#     benches/peers/other/run.sh 100000 3
#     benches/peers/other/run.sh contacts.ndjson 3    # an existing file of valid contacts
#
# Installs the newest versions with npm and pip into a temporary folder and removes it. Without Node
# or Python, those alternatives are skipped. All records are valid by the contract; msgspec does not
# accept `7.0` as an integer.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../../.." && pwd)"
what="${1:-1000000}"
runs="${2:-5}"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if [ -f "$what" ]; then
    contacts="$(cd "$(dirname "$what")" && pwd)/$(basename "$what")"
else
    contacts="$folder/contacts.ndjson"
    cargo run --quiet --release --locked --manifest-path "$root/Cargo.toml" --example generate -- \
        --kind contact --records "$what" >"$contacts"
fi
records=$(wc -l <"$contacts")
echo "$records contacts, $(($(wc -c <"$contacts") / 1000000)) MB; median of $runs runs"
echo
echo "| | version | MB/s | valid records refused |"
echo "|---|---|---:|---:|"

if command -v npm >/dev/null && command -v node >/dev/null; then
    mkdir "$folder/node"
    cp "$here"/*.mjs "$folder/node"
    (
        cd "$folder/node"
        npm install --silent --no-audit --no-fund --no-package-lock --prefix . ajv zod >/dev/null
        for peer in ajv zod; do
            node "$peer.mjs" "$root/schemas/contact.schema.json" "$contacts" "$records" "$runs"
        done
    )
else
    echo "| Node | skipped: there is none | | |"
fi

if command -v python3 >/dev/null && python3 -m venv "$folder/python" 2>/dev/null; then
    "$folder/python/bin/pip" install --quiet --disable-pip-version-check msgspec pydantic jsonschema-rs
    for peer in msgspec pydantic jsonschema_rs; do
        "$folder/python/bin/python" "$here/peers.py" "$peer" "$root/schemas/contact.schema.json" \
            "$contacts" "$records" "$runs"
    done
else
    echo "| Python | skipped: there is none with venv | | |"
fi
