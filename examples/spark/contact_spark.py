"""contact-lint on Spark, in two ways.

`summaries` distributes ranges of files: the records never pass through Spark. `verdicts` judges records that a DataFrame already has.
"""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pyarrow as pa
import pyarrow.json
from pyspark.sql import functions as F

# What DataFrame operations need of a summary; `merge` reads all of it.
SUMMARY = "complete boolean, documents bigint, invalid bigint, findings array<struct<rule: string, count: bigint>>"

VERDICT = pa.schema([("valid", pa.bool_()), ("rules", pa.list_(pa.string()))])


def plan(linter, files, chunk):
    """The tasks, one JSON line each: a file and the range of its bytes."""
    command = [linter, "plan", *files, "--chunk", chunk]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()


def summaries(spark, linter, tasks, kind="auto"):
    """A DataFrame of summary lines, one a task. Each worker opens the file that its task names.

    A partition is what Spark tries again, so each has one task. Without `checkCode` a failure would pass for an empty result; with
    `--exit-zero` a bad record is no failure. `pipe` gives the program no environment: `linter` is its whole path.
    """
    worker = f"{linter} worker --exit-zero --kind {kind}"
    lines = spark.sparkContext.parallelize(tasks, len(tasks)).pipe(worker, checkCode=True)
    return spark.createDataFrame(lines, "string")


def merge(linter, lines):
    """One summary of all: that of a run over all files, to the byte. Fails where a range is missing or was done twice."""
    text = "".join(line + "\n" for line in lines)
    command = [linter, "merge", "--exit-zero", "-"]
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True, text=True).stdout


def raw_lines(spark, path):
    """The lines of files as they are, in the column `record`: `lineSep` keeps a bare carriage return, and a string that nothing has
    touched is cast to the very bytes that were read. A byte order mark at the start of a file is dropped by Hadoop's reader.
    """
    return spark.read.option("lineSep", "\n").text(path).select(F.col("value").cast("binary").alias("record"))


def verdicts(records, linter, kind="auto"):
    """The DataFrame `records`, of one binary column, with a verdict beside each record: `valid`, and the rules of all that was found.

    `valid` is null for a blank line and for a record whose kind cannot be told. A rule is named once.
    """

    def judge(batches):
        command = [linter, "-j", "1", "--exit-zero", "--input", "ndjson", "--kind", kind, "--format", "verdicts", "-"]
        with (
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child,
            ThreadPoolExecutor(1) as writer,
        ):
            try:
                for batch in batches:
                    if batch.num_rows:
                        yield judge_batch(child, writer, batch)
                child.stdin.close()
                if child.wait():
                    raise RuntimeError(f"contact-lint: exit status {child.returncode}")
            except BaseException:
                child.kill()
                raise

    return records.mapInArrow(judge, "record binary, valid boolean, rules array<string>")


def verdicts_by_module(records, kind="auto"):
    """The same as `verdicts`, by the Python module `contact_schema`, which each worker must have. The records stay in Arrow's memory, so
    that a verdict costs half of what it costs with a child process.
    """

    def judge(batches):
        import contact_schema

        for batch in batches:
            record = batch.column(0)
            verdict = contact_schema.check_column(record, kind=kind, lines=True)
            columns = [record, pa.array(verdict.valid), pa.array(verdict.rules)]
            yield pa.record_batch(columns, ["record", *VERDICT.names])

    return records.mapInArrow(judge, "record binary, valid boolean, rules array<string>")


def judge_batch(child, writer, batch):
    """Sends a batch and takes a line for each of its records. The program answers while it is still being written to, so that one
    thread has to write while this one reads; one batch is all that is in memory.
    """
    text = b"".join(record + b"\n" for record in batch.column(0).to_pylist())
    if text.count(b"\n") != batch.num_rows:
        raise ValueError("a record holds a line feed")
    written = writer.submit(send, child.stdin, text)
    answer = list(islice(child.stdout, batch.num_rows))
    if len(answer) != batch.num_rows:
        raise RuntimeError(f"contact-lint ended early: exit status {child.wait()}")
    written.result()
    options = pa.json.ParseOptions(explicit_schema=VERDICT, unexpected_field_behavior="ignore")
    table = pa.json.read_json(pa.BufferReader(b"".join(answer)), parse_options=options)
    verdict = table.select(VERDICT.names).combine_chunks().to_batches()[0]
    return pa.record_batch([batch.column(0), *verdict.columns], ["record", *VERDICT.names])


def send(pipe, text):
    pipe.write(text)
    pipe.flush()
