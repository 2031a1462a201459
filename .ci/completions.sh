#!/usr/bin/env bash
# Checks the completion scripts in the shells that read them, and the manual with mandoc.
# Takes the linter's path. Needs bash, elvish, fish, zsh and mandoc.
set -euo pipefail

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
ln -s "$(realpath "$1")" "$scratch/contact-lint"
export PATH="$scratch:$PATH"
cd "$scratch"

# Fails unless the first text has all lines of the second.
offers() {
    local line
    while read -r line; do
        grep -qxF -- "$line" <<<"$1" || { printf 'expected %s among:\n%s\n' "$line" "$1" >&2; return 1; }
    done <<<"$2"
}
words() { tr ' ' '\n' <<<"$*"; }

echo "bash"
contact-lint completions bash >bash
# Prints what bash offers for the last of these words.
bash_offers() {
    bash -c '
        source ./bash
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
        "$(complete -p contact-lint | sed "s/.* -F \([^ ]*\).*/\1/")" contact-lint "${@: -1}" "${@: -2:1}"
        printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
offers "$(bash_offers contact-lint --format "")" "$(words full concise jsonl sarif github junit)"
offers "$(bash_offers contact-lint --allow un)" "unknown-member"
offers "$(bash_offers contact-lint explain too)" "$(words too-long too-many-items)"
offers "$(bash_offers contact-lint -o s)" "sarif="
offers "$(bash_offers contact-lint -o sarif =)" "bash"
offers "$(bash_offers contact-lint a.json --output sarif = ba)" "bash"
offers "$(bash_offers contact-lint schema "")" "$(words request contact)"

echo "fish"
contact-lint completions fish >fish
fish_offers() { fish -c 'source ./fish; complete -C $argv[1]' "$1" | cut -f 1; }
offers "$(fish_offers 'contact-lint --form')" "--format"
offers "$(fish_offers 'contact-lint --format ')" "$(words full concise jsonl sarif github junit)"
offers "$(fish_offers 'contact-lint --no-source --format s')" "sarif"
offers "$(fish_offers 'contact-lint --allow un')" "unknown-member"
offers "$(fish_offers 'contact-lint -o s')" "sarif="
offers "$(fish_offers 'contact-lint -o sarif=fi')" "sarif=fish"
offers "$(fish_offers 'contact-lint explain too')" "$(words too-long too-many-items)"
offers "$(fish_offers 'contact-lint completions ')" "$(words bash fish zsh)"

echo "zsh"
contact-lint completions zsh >_contact-lint
zsh -n _contact-lint
# Only loads the function, because it shows its suggestions only on a terminal.
zsh -f -c 'fpath=($PWD $fpath); autoload -U compinit && compinit -u -d dump && [ "${_comps[contact-lint]}" = _contact-lint ]'
grep -q -- ':FORMAT=FILE:{ compset' _contact-lint
grep -q -- '--allow=.*unknown-member' _contact-lint

echo "elvish"
# A substitute for the functions of the line editor, which exists only on a terminal.
{
    echo "var edit: = (ns [&completion:=(ns [&arg-completer=[&]]) &complex-candidate~={|word @rest &display=''| put \$word}])"
    contact-lint completions elvish
    echo '$edit:completion:arg-completer[contact-lint] contact-lint "" | to-lines'
} >elvish
offers "$(elvish elvish)" "$(words --format explain completions)"

echo "powershell: that there is a script; the shell is not in Debian"
contact-lint completions powershell | grep -q -- '--format'

echo "manual"
contact-lint man >contact-lint.1
# Except for style: the generator writes long lines and no date.
found="$(mandoc -T lint -W warning contact-lint.1 | grep -vE 'skipping paragraph macro: br|cannot parse date' || true)"
[ -z "$found" ] || { printf '%s\n' "$found" >&2; exit 1; }
mandoc -T utf8 contact-lint.1 | sed 's/.\x08//g' >manual
for heading in NAME SYNOPSIS DESCRIPTION INPUT CHECKS REPORT OUTPUT COMMANDS "EXIT STATUS" EXAMPLES VERSION; do
    grep -qx "$heading" manual || { printf 'the manual has no %s\n' "$heading" >&2; exit 1; }
done
echo "completions: all passed"
