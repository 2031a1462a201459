#!/usr/bin/env python3
"""Measures what `--fix` costs, as a ratio to a run that only checks.

    cargo build --release --features cli
    cargo run --release --example generate -- --kind contact --records 300000 >target/contacts.ndjson
    benches/fix.py target/release/contact-lint target/contacts.ndjson

The two commands of a row take turns. The ratios are those of each pair of runs; the table has the
median, and the minimum and maximum. A fixed file is also flushed to the disk, which is in the wall time only.
"""

import os, resource, shutil, statistics, subprocess, sys, tempfile, time

RUNS = 15

linter, source = sys.argv[1:]
lines = open(source, "rb").read().splitlines(keepends=True)
scratch = tempfile.mkdtemp(dir=os.path.dirname(os.path.abspath(source)))
good, fixable, work = (os.path.join(scratch, name) for name in ("good.ndjson", "fixable.ndjson", "work.ndjson"))
with open(good, "wb") as file:
    file.writelines(lines)
with open(fixable, "wb") as file:
    file.writelines(line[:-2] + b",}\n" if index % 100 == 7 else line for index, line in enumerate(lines))


def measure(arguments, text):
    """Returns the processor time and the wall time of one run on a fresh copy of a file."""
    shutil.copyfile(text, work)
    os.sync()
    command = [linter, "--kind", "contact", "--quiet", *arguments, work]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    status = subprocess.run(command, stdout=subprocess.DEVNULL).returncode
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    assert status == (1 if text == fixable and "--fix" not in arguments else 0), (command, status)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def row(name, plain, other, text):
    pairs = [(measure(plain, text), measure(other, text)) for _ in range(RUNS + 1)][1:]
    for kind, index in (("processor", 0), ("wall", 1)):
        ratios = [other[index] / plain[index] for plain, other in pairs]
        plain_time = statistics.median(plain[index] for plain, _ in pairs)
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        print(f"{name:44} {kind:9} {statistics.median(ratios):5.2f}  ({spread}; plain {plain_time * 1000:.0f} ms)")


print(f"{os.path.getsize(good) / 1e6:.0f} MB, {len(lines)} contacts, {RUNS} runs each")
for threads in ("1", "2"):
    plain = ["-j", threads]
    row(f"no findings, --fix, -j {threads}", plain, [*plain, "--fix"], good)
    row(f"1% with a trailing comma, --fix, -j {threads}", plain, [*plain, "--fix"], fixable)
    row(f"1%, --fix --filter valid, -j {threads}", [*plain, "--filter", "valid"], [*plain, "--fix", "--filter", "valid"], fixable)
shutil.rmtree(scratch)
