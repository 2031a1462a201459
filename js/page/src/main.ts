// The page: an editor whose text is checked while one types, and files of any size, which are
// checked as streams.
import type { ByteSpan, Finding, LintOptions, Report, Span, Summary } from "contact-schema/lint";
import { RULES } from "contact-schema/rules";
import { curlOf } from "./curl.js";
import { type Change, Editor, type Mark } from "./editor.js";
import { EXAMPLES, FIRST } from "./examples.js";
import { detectInput, HEAD, MAX_EDITED } from "./input.js";
import type { Answer, Job, Start } from "./messages.js";
import { type Found, Results } from "./results.js";

/** The addresses of the worker and of the WebAssembly module, as the build names them. */
declare const WORKER_URL: string;
declare const WASM_URL: string;

/** How long after a change the text is checked, in milliseconds. */
const DELAY = 60;

/**
 * How many documents with findings are kept, how many findings of each, and how many are
 * underlined.
 */
const MAX_REPORTS = 1000;
const MAX_FINDINGS = 200;
const MAX_MARKS = 1000;

/** How much of a document above `MAX_EDITED` is shown on each side of a finding, in bytes. */
const CONTEXT = 4096;

const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const kindSelect = byId<HTMLSelectElement>("kind");
const inputSelect = byId<HTMLSelectElement>("input");
const curlButton = byId<HTMLButtonElement>("curl");

async function fetched(url: string): Promise<Response> {
  const response = await fetch(new URL(url, import.meta.url));
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response;
}

// Both are fetched once, when the page loads: starting a worker later makes no request.
const workerAddress = fetched(WORKER_URL)
  .then((response) => response.text())
  .then((script) => URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
const module = fetched(WASM_URL)
  .then((response) => response.arrayBuffer())
  .then((bytes) => WebAssembly.compile(bytes));

async function startWorker(): Promise<Worker> {
  const worker = new Worker(await workerAddress, { type: "module" });
  const start: Start = { type: "start", module: await module };
  worker.postMessage(start);
  return worker;
}

function optionsFor(head: string, name?: string): LintOptions {
  const kind = kindSelect.value as "" | "request" | "contact";
  const input = inputSelect.value as "" | "json" | "ndjson";
  return {
    kind: kind === "" ? undefined : kind,
    input: input === "" ? detectInput(head, name) : input,
    maxReports: MAX_REPORTS,
    maxFindings: MAX_FINDINGS,
  };
}

const hasUnits = (span: ByteSpan): span is Span => "start" in span;

/** What a fix changes; nothing where it has no places in the text. */
function changesOf({ fix }: Finding): readonly Change[] {
  return (fix?.edits ?? []).flatMap(({ span, text }) =>
    hasUnits(span) ? [{ from: span.start, to: span.end, insert: text }] : [],
  );
}

const markOf = (finding: Finding, from: number, to: number): Mark => ({
  from,
  to,
  isWarning: finding.severity === "warning",
  message: finding.message,
  help: finding.help,
  rule: finding.rule,
  explanation: RULES[finding.rule as keyof typeof RULES]?.explanation ?? "",
  fix: finding.fix && { title: finding.fix.title, changes: changesOf(finding) },
});

const bytesOf = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
function size(bytes: number): string {
  return bytes < 1e6 ? `${bytesOf.format(bytes / 1e3)} kB` : `${bytesOf.format(bytes / 1e6)} MB`;
}

// --- The text in the editor ---

const textWorker = startWorker();
let textId = 0;
let isBusy = false;
let isStale = false;
let timer: ReturnType<typeof setTimeout> | undefined;
/** The report of the text that is in the editor now. */
let report: Report | undefined;
/** The version of the text in the editor that was sent last. */
let sent = 0;

function checkSoon(): void {
  if (task) return;
  report = undefined;
  clearTimeout(timer);
  timer = setTimeout(checkText, DELAY);
}

function checkText(): void {
  if (isBusy) {
    isStale = true;
    return;
  }
  const text = editor.text;
  if (text.trim() === "") {
    results.empty();
    editor.mark([]);
    updateCurl();
    return;
  }
  send("text", text);
}

function send(type: "text" | "fix", text: string): void {
  isBusy = true;
  sent = editor.version;
  const job: Job = { type, id: ++textId, text, options: optionsFor(text.slice(0, HEAD)) };
  void textWorker.then((worker) => worker.postMessage(job));
}

/** Applies all safe fixes to the text that was checked. */
function fixAll(): void {
  if (report && !isBusy) send("fix", editor.text);
}

function onText({ data }: MessageEvent<Answer>): void {
  isBusy = false;
  if (isStale) {
    isStale = false;
    checkText();
    return;
  }
  if (task) return;
  if (data.type === "error") results.fail(data.message);
  // If the text has changed since, it is about to be checked again.
  if (editor.version !== sent) return;
  if (data.type === "fix") editor.changeTo(data.output);
  if (data.type !== "text" || data.id !== textId) return;
  report = data.report;
  const { documents, summary } = report;
  results.clear();
  if (summary.documents === 0) results.empty();
  else results.add(summary, documents, false);
  results.showFixable(data.isFixable);
  const findings = documents.flatMap((document) => document.findings).slice(0, MAX_MARKS);
  editor.mark(findings.map((finding) => markOf(finding, finding.span.start, finding.span.end)));
  updateCurl();
}

const failToLoad = () => results.fail("The linter could not be loaded.");
textWorker.then((worker) => {
  worker.addEventListener("message", onText);
  worker.addEventListener("error", failToLoad);
}, failToLoad);

/** Why the text cannot be sent, or nothing. */
function curlProblem(): string {
  if (task) return "A file is open. Close it to copy the request in the editor.";
  if (!report) return "The text is being checked.";
  const { documents, invalid, unjudged } = report.summary;
  if (documents !== 1) return "There must be one request.";
  if (invalid + unjudged > 0) return "The request has errors.";
  try {
    if (!("notify" in JSON.parse(editor.text))) return "The document is a contact, not a request.";
  } catch {
    return "The request is not one JSON object.";
  }
  return "";
}

function updateCurl(): void {
  const problem = curlProblem();
  curlButton.setAttribute("aria-disabled", String(problem !== ""));
  curlButton.title = problem || "Copy the call that sends this request";
  byId("curl-why").textContent = problem;
}

async function copyCurl(): Promise<void> {
  if (curlProblem() !== "") return;
  const label = curlButton.textContent;
  try {
    await navigator.clipboard.writeText(curlOf(editor.text));
    curlButton.textContent = "Copied";
  } catch {
    curlButton.textContent = "Copying is not allowed";
  }
  setTimeout(() => {
    curlButton.textContent = label;
  }, 2000);
}

// --- Files ---

interface Task {
  readonly file: Blob;
  readonly name: string;
  readonly worker: Worker;
  readonly started: number;
  /** The text that was in the editor. */
  readonly text: string;
  isRunning: boolean;
}

let task: Task | undefined;

async function openFile(file: Blob, name: string): Promise<void> {
  if (file.size <= MAX_EDITED) {
    try {
      const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await file.arrayBuffer());
      closeFile();
      editor.show(text);
      if (inputSelect.value === "" && /\.(ndjson|jsonl)$/i.test(name)) inputSelect.value = "ndjson";
      return;
    } catch {
      // What is not UTF-8 is checked as bytes.
    }
  }
  const options = optionsFor(await file.slice(0, HEAD).text(), name);
  const text = task ? task.text : editor.text;
  task?.worker.terminate();
  const worker = await startWorker();
  const running: Task = { file, name, worker, started: performance.now(), text, isRunning: true };
  task = running;
  clearTimeout(timer);
  editor.mark([]);
  editor.show("", 1);
  byId("editor").classList.add("is-excerpt");
  results.clear();
  byId("task").hidden = false;
  byId("excerpt").hidden = false;
  byId("excerpt").textContent = "Choose a finding to see its document here.";
  byId("task-name").textContent = name;
  byId("task-size").textContent = size(file.size);
  showState(running, "Starting…");
  byId<HTMLProgressElement>("progress").value = 0;
  updateCurl();
  worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
    if (task !== running) return;
    if (data.type === "error") {
      finish(running, "");
      results.fail(data.message);
    }
    if (data.type !== "file") return;
    byId<HTMLProgressElement>("progress").value = file.size === 0 ? 1 : data.summary.bytes / file.size;
    results.add(data.summary, data.documents, !data.isDone);
    const state = rate(running, data.summary);
    if (data.isDone) finish(running, `Checked ${state}`);
    else showState(running, `Checking: ${state}`);
  });
  worker.addEventListener("error", () => {
    finish(running, "");
    results.fail("The linter could not be loaded.");
  });
  const job: Job = { type: "file", file, options };
  worker.postMessage(job);
}

function rate({ started }: Task, { bytes }: Summary): string {
  const seconds = Math.max(0.001, (performance.now() - started) / 1000);
  return `${size(bytes)} in ${seconds.toFixed(seconds < 10 ? 2 : 0)} s, ${size(bytes / seconds)}/s`;
}

function showState({ isRunning }: Task, state: string): void {
  byId("task-state").textContent = state;
  byId("stop").hidden = !isRunning;
  byId("close").hidden = isRunning;
}

function finish(running: Task, state: string): void {
  running.isRunning = false;
  running.worker.terminate();
  const hadFocus = document.activeElement === byId("stop");
  showState(running, state);
  if (hadFocus) byId("close").focus();
}

function stopFile(): void {
  if (!task?.isRunning) return;
  const done = byId<HTMLProgressElement>("progress").value;
  finish(task, `Stopped after ${Math.round(100 * done)}% of the file. The counts are those of that part.`);
}

function closeFile(): void {
  if (!task) return;
  const { text, worker } = task;
  worker.terminate();
  task = undefined;
  byId("task").hidden = true;
  byId("excerpt").hidden = true;
  byId("editor").classList.remove("is-excerpt");
  editor.show(text);
  checkSoon();
}

/** Shows the document of a finding, as much of it as the editor takes. */
async function showExcerpt({ file, name }: Task, { document, finding }: Found): Promise<void> {
  const isShort =
    document.span.endByte - document.span.startByte <= MAX_EDITED && document.span.endByte > document.span.startByte;
  const start = isShort ? document.span.startByte : Math.max(0, finding.span.startByte - CONTEXT);
  const end = isShort ? document.span.endByte : finding.span.endByte + CONTEXT;
  const bytes = new Uint8Array(await file.slice(start, end).arrayBuffer());
  const decode = (part: Uint8Array) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(part);
  const unit = (byte: number) => decode(bytes.subarray(0, Math.max(0, byte - start))).length;
  const text = decode(bytes).replace(/\r?\n$/, "");
  const firstLine = isShort ? document.line : 1;
  byId("excerpt").textContent = isShort
    ? `${name}, line ${document.line.toLocaleString("en")}`
    : `${name}, around byte ${finding.span.startByte.toLocaleString("en")}: the document is too large to be shown`;
  editor.show(text, firstLine);
  const findings = isShort ? document.findings : [finding];
  editor.mark(
    findings.slice(0, MAX_MARKS).map((other) => markOf(other, unit(other.span.startByte), unit(other.span.endByte))),
  );
  editor.select(unit(finding.span.startByte), unit(finding.span.endByte));
}

// --- The parts together ---

const editor = new Editor(byId("editor"), checkSoon, (text) => void openFile(new Blob([text]), "Pasted text"));

const results = new Results({
  onSelect: (found) => {
    if (task) void showExcerpt(task, found);
    else if (hasUnits(found.finding.span)) editor.select(found.finding.span.start, found.finding.span.end);
  },
  onFix: ({ finding }) => editor.change(changesOf(finding)),
  onFixAll: fixAll,
});

const exampleSelect = byId<HTMLSelectElement>("example");
exampleSelect.append(...EXAMPLES.map(({ name }, index) => new Option(name, String(index))));
exampleSelect.addEventListener("change", () => {
  const example = EXAMPLES[Number(exampleSelect.value)];
  exampleSelect.value = "";
  if (!example) return;
  kindSelect.value = "";
  inputSelect.value = "";
  closeFile();
  editor.show(example.text);
});

for (const select of [kindSelect, inputSelect]) {
  select.addEventListener("change", () => {
    if (task) void openFile(task.file, task.name);
    else checkSoon();
  });
}
curlButton.addEventListener("click", () => void copyCurl());
byId("stop").addEventListener("click", stopFile);
byId("close").addEventListener("click", () => {
  closeFile();
  editor.focus();
});

const fileInput = byId<HTMLInputElement>("file");
byId("open").addEventListener("click", () => fileInput.click());
fileInput.addEventListener("change", () => {
  const file = fileInput.files?.[0];
  // The same file may be chosen again.
  fileInput.value = "";
  if (file) void openFile(file, file.name);
});

const drop = byId("drop");
const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  drop.hidden = false;
});
addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) drop.hidden = true;
});
addEventListener("drop", (event) => {
  drop.hidden = true;
  if (!hasFiles(event)) return;
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file) void openFile(file, file.name);
});

updateCurl();
editor.show(FIRST.text);
