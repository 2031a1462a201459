//! The contract as scalar functions of DataFusion over a column of raw bytes. Asserts that SQL
//! gives the same counts as the linter: `cargo run -- [requests.ndjson]`.

use std::sync::Arc;

use contact_schema::lint::{Kind, Linter};
use contact_schema::{Contact, InvalidBody, Severity, UpdateContactRequest};
use datafusion::arrow::array::{
    ArrayRef, AsArray, BinaryArray, BinaryViewArray, BooleanArray, ListBuilder, RecordBatch, StringBuilder,
};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Int64Type, Schema};
use datafusion::arrow::util::pretty::pretty_format_batches;
use datafusion::datasource::MemTable;
use datafusion::error::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarUDF, Signature, SimpleScalarUDF, Volatility};
use datafusion::prelude::SessionContext;

/// Records that a text reader alters before a check sees them: a byte that is not UTF-8, and two
/// bodies with a bare carriage return between them, which are one invalid record.
const RAW: &[u8] = b"\n{\"notify\":true,\"name\":\"\xFF\"}\n{\"notify\":true}\r{\"notify\":true}\n";

/// Requests, some of them invalid.
const REQUESTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/requests.ndjson");

const TOTALS: &str = "
    SELECT count(*) AS records, count(*) FILTER (WHERE NOT request_valid(record)) AS invalid FROM records";

const BY_RULE: &str = "
    SELECT rule, count(*) AS violations
    FROM (SELECT unnest(request_rules(record)) AS rule FROM records)
    GROUP BY rule ORDER BY violations DESC, rule";

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| String::from(REQUESTS));
    let mut text = std::fs::read(path)?;
    text.extend_from_slice(RAW);

    let context = SessionContext::new();
    context.register_udf(valid("contact_valid", Contact::is_valid_json));
    context.register_udf(valid("request_valid", UpdateContactRequest::is_valid_json));
    context.register_udf(rules("contact_rules", Contact::check_json));
    context.register_udf(rules("request_rules", UpdateContactRequest::check_json));
    context.register_table("records", Arc::new(records(&text)?))?;

    let totals = context.sql(TOTALS).await?.collect().await?;
    let by_rule = context.sql(BY_RULE).await?.collect().await?;
    println!("{}\n{}", pretty_format_batches(&totals)?, pretty_format_batches(&by_rule)?);

    // The linter has the same counts. It has warnings too, which the functions leave out.
    let mut linter = Linter::new().kind(Kind::Request);
    linter.ndjson(&text, &mut |_| {});
    let summary = linter.summary();
    assert_eq!((numbers(&totals, 0), numbers(&totals, 1)), (vec![summary.documents], vec![summary.invalid]));
    let mut expected: Vec<_> = summary.by_rule().filter(|(rule, _)| rule.severity() > Severity::Warning).collect();
    expected.sort_by_key(|&(rule, count)| (std::cmp::Reverse(count), rule.as_str()));
    let found: Vec<_> = names(&by_rule, 0).into_iter().zip(numbers(&by_rule, 1)).collect();
    assert_eq!(found, expected.iter().map(|(rule, count)| (rule.to_string(), *count)).collect::<Vec<_>>());
    println!("the linter has the same counts");
    Ok(())
}

/// Returns `name(record) -> BOOLEAN`: whether the record is valid; null for a null.
fn valid(name: &str, is_valid: fn(&[u8]) -> bool) -> ScalarUDF {
    function(name, DataType::Boolean, move |records| {
        let valid: BooleanArray = records.iter().map(|record| record.map(is_valid)).collect();
        Arc::new(valid)
    })
}

/// Returns `name(record) -> LIST<UTF8>`: the rules that the record breaks, one entry for each
/// violation, so none for a valid record; null for a null.
fn rules(name: &str, check: fn(&[u8]) -> std::result::Result<(), InvalidBody>) -> ScalarUDF {
    function(name, DataType::new_list(DataType::Utf8, true), move |records| {
        let mut lists = ListBuilder::new(StringBuilder::new());
        for record in records {
            match record.map(check) {
                Some(Err(InvalidBody::Syntax(error))) => lists.values().append_value(error.rule()),
                Some(Err(InvalidBody::Violations(violations))) => {
                    for violation in violations.iter() {
                        lists.values().append_value(violation.kind.rule());
                    }
                }
                Some(Ok(())) | None => {}
            }
            lists.append(record.is_some());
        }
        Arc::new(lists.finish())
    })
}

/// Returns a function of one column of bytes, in any of Arrow's three layouts.
fn function(
    name: &str,
    returns: DataType,
    judge: impl Fn(&BinaryArray) -> ArrayRef + Send + Sync + 'static,
) -> ScalarUDF {
    let layouts = vec![DataType::Binary, DataType::LargeBinary, DataType::BinaryView];
    let signature = Signature::uniform(1, layouts, Volatility::Immutable);
    let judge = move |arguments: &[ColumnarValue]| {
        let column = ColumnarValue::values_to_arrays(arguments)?.remove(0);
        Ok(ColumnarValue::Array(judge(cast(&column, &DataType::Binary)?.as_binary())))
    };
    ScalarUDF::from(SimpleScalarUDF::new_with_signature(name, signature, returns, Arc::new(judge)))
}

/// Returns one value for each line that is not blank, in the layout in which Parquet columns are
/// read.
fn records(text: &[u8]) -> Result<MemTable> {
    let lines: Vec<_> = text.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    let schema = Arc::new(Schema::new(vec![Field::new("record", DataType::BinaryView, false)]));
    let batches = lines
        .chunks(8192)
        .map(|lines| RecordBatch::try_new(schema.clone(), vec![Arc::new(BinaryViewArray::from_iter_values(lines))]))
        .collect::<std::result::Result<_, _>>()?;
    MemTable::try_new(schema, vec![batches])
}

fn numbers(batches: &[RecordBatch], column: usize) -> Vec<u64> {
    let values = batches.iter().flat_map(|batch| batch.column(column).as_primitive::<Int64Type>().values());
    values.map(|&number| number.unsigned_abs()).collect()
}

fn names(batches: &[RecordBatch], column: usize) -> Vec<String> {
    let values = batches.iter().flat_map(|batch| batch.column(column).as_string::<i32>().iter());
    values.flatten().map(String::from).collect()
}
