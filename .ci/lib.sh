# Helpers for .ci/run and the scripts beside it. To be sourced, from the root of the repository.

# The build directory of Cargo. Packages with other features or profiles get their own subdirectory.
target="${CARGO_TARGET_DIR:-$PWD/target}"

# Runs a command while no other step installs with the same tool, $1.
exclusively() {
    mkdir -p "$target"
    flock "$target/$1.lock" "${@:2}"
}

# Installs packages of Debian's. Updates the package lists only if necessary.
install_debian() {
    exclusively apt bash -c '
        sudo=""
        [ "$(id -u)" -eq 0 ] || sudo=sudo
        export DEBIAN_FRONTEND=noninteractive
        install() { $sudo apt-get -qq -y install --no-install-recommends "$@" >/dev/null; }
        install "$@" 2>/dev/null || { $sudo apt-get -qq update && install "$@"; }' install "$@"
}

# Installs the packages of Debian's whose command is missing. An argument is PACKAGE or
# PACKAGE:COMMAND.
need_debian() {
    local package missing=()
    for package in "$@"; do
        command -v "${package#*:}" >/dev/null || missing+=("${package%:*}")
    done
    [ ${#missing[@]} -eq 0 ] || install_debian "${missing[@]}"
}

# Python's venv is a package of its own in Debian, and has no command.
need_venv() {
    python3 -c 'import ensurepip, venv' 2>/dev/null || install_debian python3-venv
}

# Installs the missing ones of these Cargo subcommands. Unoptimised, as building takes longer
# than running them once; in one directory, as they share dependencies.
need_cargo() {
    exclusively cargo-install bash -euc '
        missing=()
        for tool in "$@"; do
            command -v "$tool" >/dev/null || missing+=("$tool")
        done
        [ ${#missing[@]} -gt 0 ] || exit 0
        CARGO_PROFILE_DEV_DEBUG=none CARGO_TARGET_DIR="$0" cargo install --quiet --debug --locked "${missing[@]}"
        rm -rf "$0"' "$target/tools" "$@"
}

# Deletes a build directory that no other step uses. A step that is run by itself keeps it.
drop() {
    [ "${CI_WHOLE_RUN:-}" != true ] || rm -rf "$@"
}

# The command in the `sh` block number $2 of the document $1: CI runs the documented command.
command_in() {
    awk -v want="$2" '/^```sh$/ { block++; inside = 1; next } /^```$/ { inside = 0 } inside && block == want' "$1"
}

# The manifests of all packages of this repository.
manifests() {
    git ls-files 'Cargo.toml' '*/Cargo.toml'
}

# Fails unless the two texts are equal.
expect_equal() {
    [ "$1" = "$2" ] || { printf 'expected: %s\nfound:    %s\n' "$1" "$2" >&2; return 1; }
}
