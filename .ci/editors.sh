#!/usr/bin/env bash
# Checks the files for editors, hooks and CI services with the tools that read them: pre-commit,
# check-jsonschema and GNU make. Takes the linter's path. Needs Python 3 with venv; the first two
# tools are installed from the package index into a temporary directory. .ci/python runs the hooks
# that install a wheel.
set -euo pipefail
cd "$(dirname "$0")/.."

linter="$(realpath "$1")"
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

python3 -m venv "$scratch/venv"
"$scratch/venv/bin/pip" install --quiet --disable-pip-version-check pre-commit check-jsonschema
export PATH="$scratch/venv/bin:$PATH" PRE_COMMIT_HOME="$scratch/pre-commit"

echo "hooks"
pre-commit validate-manifest .pre-commit-hooks.yaml
pre-commit validate-config examples/editors/pre-commit-config.yaml

echo "workflow"
check-jsonschema --builtin-schema vendor.github-workflows examples/editors/github-actions.yml

echo "editor"
python3 - <<'PYTHON'
import json, pathlib
settings = json.loads(pathlib.Path("examples/editors/vscode-settings.json").read_text())
for entry in settings["json.schemas"]:
    schema = json.loads(pathlib.Path(entry["url"]).read_text())
    assert schema["$schema"].endswith("2020-12/schema"), entry
PYTHON

echo "docs/ci.md has parts of these files"
python3 - <<'PYTHON'
import json, pathlib, re
files = {path.suffix: path.read_text() for path in pathlib.Path("examples/editors").iterdir()}
files[".yaml"] += files.pop(".yml")
snippets = re.findall(r"^```(\w+)\n(.*?)^```$", pathlib.Path("docs/ci.md").read_text(), re.M | re.S)
snippets = [(language, snippet) for language, snippet in snippets if language != "console"]
assert sorted(language for language, _ in snippets) == ["json", "make", "yaml", "yaml"], snippets
for language, snippet in snippets:
    if language == "json":
        [entry] = json.loads(snippet)["json.schemas"]
        assert entry in json.loads(files[".json"])["json.schemas"], entry
        continue
    lines = {line.strip() for line in files[{"make": ".mk", "yaml": ".yaml"}[language]].splitlines()}
    for line in snippet.splitlines():
        assert line.strip() in lines, line
PYTHON

echo "hook, run on a repository"
repository="$scratch/repository"
mkdir -p "$repository/data"
cp tests/cmd/data/request.json "$repository/data/good.json"
git -C "$repository" init --quiet
cat >"$repository/.pre-commit-config.yaml" <<YAML
repos:
  - repo: local
    hooks:
$(sed -n '/^- id: contact-lint-system/,$p' .pre-commit-hooks.yaml | sed 's/^/      /')
YAML
mkdir "$scratch/bin"
ln -s "$linter" "$scratch/bin/contact-lint"
export PATH="$scratch/bin:$PATH"
git -C "$repository" add .
(cd "$repository" && pre-commit run --all-files)
printf '{"notify": 1}\n' >"$repository/data/bad.json"
git -C "$repository" add .
if found="$(cd "$repository" && pre-commit run --all-files)"; then
    echo "the hook has passed a bad file" >&2
    exit 1
fi
grep -q 'data/bad.json:1:12: violation\[wrong-type\]' <<<"$found"

echo "make"
lint_contacts() { make --silent --directory "$repository" --makefile "$PWD/examples/editors/contacts.mk" lint-contacts; }
if found="$(lint_contacts 2>/dev/null)"; then
    echo "make has passed a bad file" >&2
    exit 1
fi
rm "$repository/data/bad.json"
[ "$(lint_contacts)" = "checked 1 document: 0 invalid" ]
[ "$(lint_contacts)" = "" ]
echo "editors: all passed"
