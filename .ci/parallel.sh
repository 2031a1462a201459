#!/usr/bin/env bash
# Runs the commands of examples/parallel.md as they stand, on generated records. Each task's first
# worker is killed, and the whole run is interrupted once.
# Takes the paths of the linter and of the generator.
set -euo pipefail
cd "$(dirname "$0")/.."
. .ci/lib.sh

linter="$(realpath "$1")"
generator="$(realpath "$2")"
document="$PWD/examples/parallel.md"

need_debian parallel || {
    printf 'SKIPPED: there is no GNU parallel here\n'
    exit 0
}

scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
mkdir bin data seen
for seed in 1 2 3; do
    "$generator" --kind contact --records 30000 --seed "$seed" --bad 20 >"data/$seed.ndjson"
done

cat >bin/contact-lint <<SH
#!/usr/bin/env bash
[ "\$1" = worker ] || exec "$linter" "\$@"
read -r task
seen="seen/\$(cksum <<<"\$task" | tr ' ' -)"
if ! [ -e "\$seen" ]; then
    touch "\$seen"
    kill -9 \$\$
fi
exec "$linter" "\$@" <<<"\$task"
SH
chmod +x bin/contact-lint
export PATH="$scratch/bin:$PATH"

echo "plan"
bash -euc "$(command_in "$document" 1)"

echo "workers, killed once for each task; interrupted"
bash -euc "exec $(command_in "$document" 2)" 2>attempts.log &
running=$!
while kill -0 "$running" && [ "$(cat jobs.log | wc -l)" -le 2 ]; do sleep 0.1; done 2>/dev/null
kill "$running" 2>/dev/null || true
wait "$running" || true
done_before="$(wc -l <summaries.ndjson)"

echo "and resumed"
bash -euc "$(command_in "$document" 3)" 2>>attempts.log
tasks="$(wc -l <tasks.ndjson)"
[ "$(find seen -type f | wc -l)" -eq "$tasks" ]
[ "$(wc -l <summaries.ndjson)" -eq "$tasks" ]

echo "merge"
bash -euc "$(command_in "$document" 4)"
"$linter" --exit-zero --summary single.json --format verdicts data/*.ndjson >/dev/null
cmp single.json summary.json

echo "merge, one summary short"
sed 1d summaries.ndjson >short.ndjson
status=0
"$linter" merge --exit-zero short.ndjson >/dev/null 2>missing.txt || status=$?
[ "$status" -eq 2 ]
cat missing.txt
printf '%s tasks, %s of them before the interruption: the same bytes as one run\n' "$tasks" "$done_before"
