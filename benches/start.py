#!/usr/bin/env python3
"""Measures how long a program takes to start, check one document and exit.

Compares it with other JSON Schema command-line tools, if they are on the PATH:

    python3 -m venv target/start && target/start/bin/pip install check-jsonschema
    npm install --prefix target/start ajv-cli ajv-formats
    PATH="$PATH:target/start/bin:target/start/node_modules/.bin" benches/start.py target/release/contact-lint

The programs take turns. `true` shows the cost of starting a process.
"""

import os, shutil, statistics, subprocess, sys, time

DOCUMENT = "tests/data/request/valid/documented-example.json"
SCHEMA = "schemas/update-contact-request.schema.json"
RUNS = 40

linter = sys.argv[1]
programs = {
    "contact-lint": [linter, "--kind", "request", DOCUMENT],
    "check-jsonschema": ["check-jsonschema", "--schemafile", SCHEMA, DOCUMENT],
    "ajv": ["ajv", "validate", "--spec=draft2020", "-c", "ajv-formats", "--strict=false", "-s", SCHEMA, "-d", DOCUMENT],
    "jsonschema-cli": ["jsonschema-cli", "validate", SCHEMA, "-i", DOCUMENT],
    "true": ["true"],
}
programs = {name: command for name, command in programs.items() if shutil.which(command[0])}
times = {name: [] for name in programs}
for _ in range(RUNS):
    for name, command in programs.items():
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        times[name].append((time.perf_counter() - start) * 1000)
print(f"{linter}: {os.path.getsize(linter) / (1 << 20):.2f} MiB")
for name, each in times.items():
    print(f"{name:18} {statistics.median(each):8.1f} ms, {min(each):.1f} at best")
