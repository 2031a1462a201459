//! Runs the crate boon on the conformance vectors: it reads the portable schemas, but not the
//! source. Also reads the OpenAPI 3.0 document with the crate openapiv3.

use std::error::Error;
use std::fs;
use std::path::Path;

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::Value;

const FOLDERS: [&str; 2] = ["portable", "draft-07"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let vectors = vectors(&root.join("tests/conformance"))?;
    let mut failed = false;
    for folder in FOLDERS {
        let mut schemas = Schemas::new();
        let request = compile(&root, &format!("{folder}/update-contact-request.schema.json"), &mut schemas)?;
        let contact = compile(&root, &format!("{folder}/contact.schema.json"), &mut schemas)?;
        let wrong: Vec<_> = vectors
            .iter()
            .filter(|vector| {
                let schema = if vector.is_request { request } else { contact };
                schemas.validate(&vector.value, schema).is_ok() != vector.is_valid
            })
            .collect();
        println!("boon, {folder}/: {} vectors, {} wrong", vectors.len(), wrong.len());
        for vector in wrong {
            eprintln!("  {}", vector.name);
            failed = true;
        }
    }
    if compile(&root, "contact.schema.json", &mut Schemas::new()).is_ok() {
        return Err("boon reads look-aheads now: docs/schemas.md says that it does not".into());
    }
    println!("boon refuses the look-aheads of the source");
    let document: openapiv3::OpenAPI =
        serde_json::from_str(&fs::read_to_string(root.join("schemas/openapi-3.0.json"))?)?;
    println!("openapiv3 reads openapi-3.0.json: {} operation", document.operations().count());
    if failed { Err("vectors are judged wrongly".into()) } else { Ok(()) }
}

fn compile(root: &Path, file: &str, schemas: &mut Schemas) -> Result<SchemaIndex, Box<dyn Error>> {
    let schema = serde_json::from_str(&fs::read_to_string(root.join("schemas").join(file))?)?;
    let mut compiler = Compiler::new();
    compiler.add_resource(file, schema)?;
    Ok(compiler.compile(file, schemas)?)
}

struct Vector {
    name: String,
    is_request: bool,
    value: Value,
    is_valid: bool,
}

/// Returns the vectors that a schema can judge: the input is JSON, and a tree shows its findings.
fn vectors(folder: &Path) -> Result<Vec<Vector>, Box<dyn Error>> {
    let mut vectors = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !name.ends_with(".json") || name.ends_with(".schema.json") {
            continue;
        }
        let file: Value = serde_json::from_str(&fs::read_to_string(&path)?)?;
        for vector in file["vectors"].as_array().into_iter().flatten() {
            let is_hidden =
                vector.get("hidden_by_json_parse").is_some() || vector["not_comparable"].get("tree").is_some();
            let (Some(name), Some(input)) = (vector["name"].as_str(), vector["input"].as_str()) else { continue };
            if vector["verdict"] == "syntax" || is_hidden {
                continue;
            }
            vectors.push(Vector {
                name: name.to_owned(),
                is_request: vector["body"] == "request",
                value: serde_json::from_str(input)?,
                is_valid: vector["verdict"] == "valid",
            });
        }
    }
    Ok(vectors)
}
