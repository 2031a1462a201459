// For browsers and bundlers that support `new URL(…, import.meta.url)` and put the module beside the
// script.
export async function readModule(): Promise<Response> {
  return fetch(new URL("./contact-schema-lint.wasm", import.meta.url));
}
