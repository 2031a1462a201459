"""contact-lint on Spark, in two ways.

`summaries` distributes ranges of files: the records do not pass through Spark. `verdicts` judges
records that a DataFrame already contains.
"""

import subprocess
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pyarrow as pa
import pyarrow.json
from pyspark.sql import functions as F

# The members of a summary that DataFrame operations need. `merge` reads all of them.
SUMMARY = "complete boolean, documents bigint, invalid bigint, findings array<struct<rule: string, count: bigint>>"

VERDICT = pa.schema([("valid", pa.bool_()), ("rules", pa.list_(pa.string()))])


def plan(linter, files, chunk):
    """Returns the tasks, one JSON line each: a file and a range of its bytes."""
    command = [linter, "plan", *files, "--chunk", chunk]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout.splitlines()


def summaries(spark, linter, tasks, kind="auto"):
    """Returns a DataFrame of summary lines, one for each task. Each worker opens the file of its task.

    Spark repeats a whole partition, so each has one task. Without `checkCode`, a failure would look
    like an empty result. With `--exit-zero`, an invalid record is not a failure. `pipe` gives the
    program no environment, so `linter` is a full path.
    """
    worker = f"{linter} worker --exit-zero --kind {kind}"
    lines = spark.sparkContext.parallelize(tasks, len(tasks)).pipe(worker, checkCode=True)
    return spark.createDataFrame(lines, "string")


def merge(linter, lines):
    """Merges summaries. The result equals the summary of one run over all files, byte for byte.

    Fails if a range is missing or occurs twice.
    """
    text = "".join(line + "\n" for line in lines)
    command = [linter, "merge", "--exit-zero", "-"]
    return subprocess.run(command, input=text, stdout=subprocess.PIPE, check=True, text=True).stdout


def raw_lines(spark, path):
    """Returns the lines of files, unchanged, in the column `record`.

    `lineSep` keeps bare carriage returns. A string that was not modified is cast to the bytes that were
    read. Hadoop's reader drops a byte order mark at the start of a file.
    """
    return spark.read.option("lineSep", "\n").text(path).select(F.col("value").cast("binary").alias("record"))


def verdicts(records, linter, kind="auto"):
    """Returns the DataFrame `records`, of one binary column, with a verdict for each record.

    The verdict is `valid`, and `rules`: the rules of all findings, each once. `valid` is null for a
    blank line and for a record whose kind is unknown.
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
    """Same as `verdicts`, with the Python module `contact_schema`, which each worker must have.

    The records stay in Arrow's memory: no bytes go through pipes, and no JSON is parsed.
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
    """Sends a batch and reads one line for each of its records.

    The program answers while it still reads, so one thread writes while this one reads. Only one
    batch is in memory.
    """
    text = b"".join(record + b"\n" for record in batch.column(0).to_pylist())
    if text.count(b"\n") != batch.num_rows:
        raise ValueError("a record contains a line feed")
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
