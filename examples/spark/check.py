"""Compares both ways with one run of contact-lint on one machine.

`check.py LINTER DIRECTORY`, with NDJSON of contacts in the directory.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

import contact_spark

GOOD = (
    b'{"id":1,"name":"Ada","email":null,"phones":[],"comment":null,"companyId":1,"notifyAt":"2024-12-05T14:56Z",'
    b'"updatedAt":"2024-12-05T14:56Z","createdAt":"2024-12-05T14:56Z"}'
)
# Invalid records that a text reader turns into valid ones: a byte that is not UTF-8, and two bodies
# in one record.
MENDED = [GOOD.replace(b"Ada", b"\xff"), GOOD + b"\r" + GOOD]


def single_run(linter, files):
    """Runs the linter once without Spark. Returns its summary as text, and how many records break each rule."""
    with tempfile.TemporaryDirectory() as directory:
        summary = Path(directory, "summary.json")
        command = [linter, "--exit-zero", "--kind", "contact", "--summary", summary, "--format", "verdicts", *files]
        records_by_rule = Counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            for line in child.stdout:
                records_by_rule.update(json.loads(line).get("rules", []))
        assert child.returncode == 0
        return summary.read_text(), records_by_rule


def findings_by_rule(summary):
    by_rule = Counter()
    for finding in summary["findings"]:
        by_rule[finding["rule"]] += finding["count"]
    return by_rule


def counts_of_summaries(summaries):
    """Returns the numbers of documents, of invalid ones, and of findings by rule, added up by Spark."""
    summaries = summaries.select(F.from_json("value", contact_spark.SUMMARY).alias("summary")).select("summary.*").cache()
    total = summaries.agg(F.bool_and("complete").alias("complete"), F.sum("documents"), F.sum("invalid")).first()
    assert total.complete
    by_rule = summaries.select(F.explode("findings").alias("found")).groupBy("found.rule").agg(F.sum("found.count"))
    return total[1], total[2], dict(map(tuple, by_rule.collect()))


def counts_of_verdicts(verdicts):
    """Returns the numbers of documents, of invalid ones, and of records by broken rule. A blank line has a null verdict."""
    verdicts = verdicts.select("valid", "rules").cache()
    total = verdicts.agg(F.count("valid"), F.count_if(~F.col("valid"))).first()
    by_rule = verdicts.select(F.explode("rules").alias("rule")).groupBy("rule").count()
    return total[0], total[1], dict(map(tuple, by_rule.collect()))


def check_the_data_set(spark, linter, files, chunk):
    text, records_by_rule = single_run(linter, files)
    single = json.loads(text)
    totals = single["documents"], single["invalid"]

    tasks = contact_spark.plan(linter, files, chunk)
    summaries = contact_spark.summaries(spark, linter, tasks, kind="contact").cache()
    assert contact_spark.merge(linter, [row.value for row in summaries.collect()]) == text
    assert counts_of_summaries(summaries) == (*totals, findings_by_rule(single))
    print(f"{len(tasks)} tasks in {len(files)} files: merged, the same bytes as one run; added up by Spark, the same counts")

    verdicts = contact_spark.verdicts(contact_spark.raw_lines(spark, files), linter, kind="contact")
    assert counts_of_verdicts(verdicts) == (*totals, records_by_rule)
    print(f"verdicts of {totals[0]} records: {totals[1]} invalid, {len(records_by_rule)} rules, as one run has them")

    if importlib.util.find_spec("contact_schema") is None:
        print("SKIPPED: the verdicts of the module contact_schema, which is not installed")
        return
    by_module = contact_spark.verdicts_by_module(contact_spark.raw_lines(spark, files), kind="contact")
    assert counts_of_verdicts(by_module) == (*totals, records_by_rule)
    print("the same verdicts from the module contact_schema")


def check_that_bytes_stay(spark, linter):
    """`raw_lines` keeps the bytes of the file; `sc.textFile(…).pipe(…)` does not."""
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "mended.ndjson")
        file.write_bytes(b"".join(record + b"\n" for record in MENDED))
        judged = contact_spark.verdicts(contact_spark.raw_lines(spark, str(file)), linter, kind="contact").collect()
        assert [bytes(row.record) for row in judged] == MENDED
        assert [row.valid for row in judged] == [False, False]

        piped = spark.sparkContext.textFile(str(file)).pipe(f"{linter} --input ndjson --kind contact --format verdicts -")
        assert [json.loads(line)["valid"] for line in piped.collect()] == [True, True, True]

        # Hadoop's reader drops a byte order mark from `raw_lines` too. Workers see it.
        file.write_bytes(b"\xef\xbb\xbf" + GOOD + b"\n")
        judged = contact_spark.verdicts(contact_spark.raw_lines(spark, str(file)), linter, kind="contact").collect()
        assert [(bytes(row.record), row.valid) for row in judged] == [(GOOD, True)]
        found = contact_spark.summaries(spark, linter, contact_spark.plan(linter, [str(file)], "1M"), kind="contact")
        assert json.loads(found.first().value)["invalid"] == 1
    print("records that sc.textFile(…).pipe(…) turns into good ones are bad as they are")


def check_that_failures_are_seen(spark, linter):
    """A killed worker is run again, and errors are reported."""
    spark.sparkContext.setLogLevel("OFF")
    print("errors that follow here are provoked", flush=True)
    with tempfile.TemporaryDirectory() as directory:
        file = Path(directory, "contacts.ndjson")
        file.write_bytes((GOOD + b"\n") * 100)
        tasks = contact_spark.plan(linter, [str(file)], "4K")
        killed = Path(directory, "killed-once")
        killed.write_text(f'#!/bin/sh\nmkdir "{directory}/once" 2>/dev/null && kill -9 $$\nexec "{linter}" "$@"\n')
        killed.chmod(0o755)
        found = [row.value for row in contact_spark.summaries(spark, str(killed), tasks).collect()]
        assert Path(directory, "once").exists()
        assert json.loads(contact_spark.merge(linter, found))["documents"] == 100

        ends_early = contact_spark.verdicts(contact_spark.raw_lines(spark, str(file)), "/bin/true")
        must_fail("a program that does not answer", ends_early.collect)
    must_fail("a file that is gone", contact_spark.summaries(spark, linter, tasks).collect)
    must_fail("a range that is missing", lambda: contact_spark.merge(linter, found[1:]))
    must_fail("a range that was added twice", lambda: contact_spark.merge(linter, found + found[:1]))
    print("a worker that was killed was run again; what cannot be done fails")


def must_fail(what, attempt):
    try:
        attempt()
    except Exception:
        return
    sys.exit(f"{what}: nothing has failed")


def main():
    linter, directory, chunk = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2]).resolve(), sys.argv[3]
    spark = SparkSession.builder.appName("contact-lint").getOrCreate()
    spark.sparkContext.addPyFile(contact_spark.__file__)
    check_the_data_set(spark, linter, sorted(map(str, directory.glob("*.ndjson"))), chunk)
    check_that_bytes_stay(spark, linter)
    check_that_failures_are_seen(spark, linter)
    spark.stop()


if __name__ == "__main__":
    main()
