# The steps of .ci/run that are more than one command. To be sourced after .ci/lib.sh.

# The programs that steps run. Each function builds one and prints its path.
debug_linter() { cargo build --quiet --locked --all-features --bin contact-lint && printf '%s\n' "$target/debug/contact-lint"; }
release_linter() { cargo build --quiet --locked --release --features cli --bin contact-lint && printf '%s\n' "$target/release/contact-lint"; }
generator() { cargo build --quiet --locked --all-features --example generate && printf '%s\n' "$target/debug/examples/generate"; }

debian_tools() {
    need_venv && need_debian elvish fish mandoc zsh valgrind parallel default-jre-headless:java npm ||
        printf 'cannot install all of them: the steps that need one will fail or print SKIPPED\n'
}

format() {
    local manifest
    for manifest in $(manifests); do
        cargo fmt --check --manifest-path "$manifest"
    done
}

clippy() { cargo clippy --quiet --locked "$@" -- -D warnings; }

lints() {
    clippy --all-targets --all-features
    clippy --no-default-features --features cli
}

# The packages with dependencies of their own. Those of other packages are linted where they are
# built.
lints_packages() {
    local package
    for package in js/wasm tests/schema-tools python/contact-schema; do
        clippy --manifest-path "$package/Cargo.toml" --target-dir "$target/packages" --all-targets
    done
}

# `cli` is the program's feature and switches on what it needs.
lints_features() {
    need_cargo cargo-hack
    cargo hack clippy --quiet --locked --lib --feature-powerset --depth 2 --exclude-features default,cli \
        --target-dir "$target/features" -- -D warnings
    drop "$target/features"
}

# The package has a panic handler of its own, so this fails if anything in its graph brings in the
# standard library, which has one too.
no_std() { clippy --manifest-path tests/no-std/Cargo.toml --target-dir "$target/packages"; }

docs() {
    export RUSTDOCFLAGS="-D warnings"
    cargo doc --quiet --locked --no-deps --all-features
    cargo doc --quiet --locked --no-deps
}

# With the badges of features, which a nightly toolchain has; every public item has a doc comment.
docs_rs() {
    local library counts
    library=(--locked --lib --features json,chrono,jiff,serde-violations,http,axum,problem,schemars,lint,proptest,arbitrary --target-dir "$target/docs")
    cargo +nightly rustdoc --quiet "${library[@]}" -- --cfg docsrs -D warnings
    grep -q 'Available on.*<strong>crate feature' "$target/docs/doc/contact_schema/http/index.html"
    counts="$(cargo +nightly rustdoc --quiet "${library[@]}" -- -Z unstable-options --show-coverage)"
    grep -E '^\| Total ' <<<"$counts"
    grep -qE '^\| Total +\| +[0-9]+ +\| +100\.0% ' <<<"$counts" || { printf '%s\n' "$counts" >&2; return 1; }
    drop "$target/docs"
}

readme_command() { bash -euc "$(command_in README.md "$1")"; }

proofs() { cargo test --quiet --locked --all-features --lib proof -- --nocapture --test-threads 1; }

tests_portable() { cargo test --quiet --locked --no-default-features; }

benches() { cargo test --quiet --locked --all-features --benches; }

examples() {
    local example status=0
    for example in client server form; do
        cargo run --quiet --locked --all-features --example "$example"
    done
    # Some of the records are invalid, so the exit status is 1.
    cargo run --quiet --locked --all-features --example batch -- tests/data/requests.ndjson >"$target/batch.txt" || status=$?
    tail -n 3 "$target/batch.txt"
    expect_equal 1 "$status"
    cargo run --quiet --locked --all-features --example http_call
}

completions() {
    local linter
    need_debian elvish fish mandoc zsh
    linter="$(debug_linter)"
    .ci/completions.sh "$linter"
}

editors() {
    local linter
    need_venv
    linter="$(debug_linter)"
    .ci/editors.sh "$linter"
}

# Runs a script on the linter as it is released and the generator of records.
with_programs() {
    local linter generator
    linter="$(release_linter)"
    generator="$(generator)"
    "$1" "$linter" "$generator"
}

# DataFusion has 200 dependencies that no other step needs.
datafusion_example() {
    cargo run --quiet --locked --manifest-path examples/datafusion/Cargo.toml --target-dir "$target/datafusion" \
        -- tests/data/requests.ndjson
    rm -rf "$target/datafusion"
}

numbers() {
    local package
    for package in no-float-roundtrip arbitrary-precision; do
        cargo test --quiet --locked --manifest-path "tests/$package/Cargo.toml" --target-dir "$target/packages"
    done
    drop "$target/packages"
}

# Formats that no other test uses, also with serde_json's `arbitrary_precision`; and a user's crate
# with few and with all features.
formats() {
    local package features
    for package in serde-formats: serde-formats:arbitrary-precision additive-features: additive-features:more additive-features:all; do
        features="${package#*:}" package="${package%%:*}"
        clippy --manifest-path "tests/$package/Cargo.toml" --target-dir "$target/packages" --all-targets --features "$features"
        cargo test --quiet --locked --manifest-path "tests/$package/Cargo.toml" --target-dir "$target/packages" --features "$features"
    done
    drop "$target/packages"
}

# Times on a shared machine are unreliable. This step runs the assertions of the benchmarks.
peers() {
    local package=(--manifest-path benches/peers/Cargo.toml --target-dir "$target/peers")
    clippy "${package[@]}" --all-targets
    cargo run --quiet --locked "${package[@]}" -- --records 2000 --runs 1
    drop "$target/peers"
}

instructions() {
    need_debian valgrind
    clippy --manifest-path benches/instructions/Cargo.toml --target-dir "$target/instructions" --all-targets
    CARGO_TARGET_DIR="$target/instructions" benches/instructions/run.sh
    drop "$target/instructions"
}

# Peak memory against the limits in SECURITY.md.
memory() {
    local program
    program="$(release_linter)"
    .ci/memory "$program"
}

# A user's build, without features and with the default ones, has no dependency of the linter and
# none of the tests.
dependencies() {
    local found
    dependencies_of() {
        cargo tree --locked --edges normal --prefix none --format '{p}' "$@" |
            sed 's/ v.*//' | sort -u | grep -vx contact-schema | paste -sd ' '
    }
    found="$(dependencies_of --no-default-features)"
    printf 'no features: %s\n' "$found"
    expect_equal "serde serde_core" "$found"
    found="$(dependencies_of)"
    printf 'default features: %s\n' "$found"
    expect_equal "bytemuck safe_arch serde serde_core simdutf8 wide" "$found"
}

minimal_versions() {
    need_cargo cargo-hack
    CARGO_TARGET_DIR="$target/minimal-versions" .ci/minimal-versions
    drop "$target/minimal-versions"
}

# deny.toml bans every crate that opens a connection.
cargo_deny() {
    need_cargo cargo-deny
    cargo deny --all-features check bans licenses sources
}

# Before the first release, there is no interface to compare with.
public_interface() {
    local release
    release="$(git describe --tags --abbrev=0 --match 'v*' 2>/dev/null)" || {
        printf 'SKIPPED: there is no release to compare with\n'
        return
    }
    need_cargo cargo-semver-checks
    cargo semver-checks --baseline-rev "$release" --all-features
}

# The package contains everything that building and documenting the crate needs, and no development
# files. Then it is built.
package() {
    local list missing strangers
    list="$(cargo package --locked --list --allow-dirty)"
    missing="$(printf '%s\n' Cargo.lock Cargo.toml CHANGELOG.md LICENSE-APACHE LICENSE-MIT README.md \
        schemas/{contact,problem,update-contact-request}.schema.json schemas/openapi.json \
        src/bin/contact-lint/main.rs src/cookbook.md src/lib.rs tests/conformance/vectors.schema.json |
        grep -vxF "$list" || true)"
    [ -z "$missing" ] || { printf 'the package lacks:\n%s\n' "$missing" >&2; return 1; }
    strangers="$(grep -E '^(\.|fuzz/|target/|benches/(peers|instructions)/target/|deny\.toml)' <<<"$list" |
        grep -vxE '\.(cargo_vcs_info\.json|pre-commit-hooks\.yaml)' || true)"
    [ -z "$strangers" ] || { printf 'these do not belong in the package:\n%s\n' "$strangers" >&2; return 1; }
    printf '%s files\n' "$(wc -l <<<"$list")"
    cargo package --locked --quiet --allow-dirty
}

# Fails unless the fuzz targets use the features $1 of the crate. The other arguments are options of
# Cargo.
fuzzed_features() {
    local found
    found="$(cargo tree --locked --manifest-path fuzz/Cargo.toml --depth 1 --edges normal --prefix none --format '{lib} {f}' "${@:2}" |
        sed -n 's/^contact_schema //p')"
    printf 'features: %s\n' "$found"
    expect_equal "$1" "$found"
}

fuzz() {
    need_cargo cargo-fuzz
    fuzzed_features "arbitrary,json,lint,simd,std"
    fuzz/run.sh "$CI_FUZZ_SECONDS"
}

fuzz_portable() {
    need_cargo cargo-fuzz
    fuzzed_features "arbitrary,json,lint,std" --no-default-features
    fuzz/run.sh --portable "$(((CI_FUZZ_SECONDS + 1) / 2))"
}
