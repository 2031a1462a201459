// Checks text and files, so that the page never waits.
import { type ByteSpan, type DocumentReport, type Finding, type Linter, load } from "contact-schema/lint";
import type { Answer, Job, Start } from "./messages.js";

/** How often the page hears of a file that is being checked, in milliseconds. */
const INTERVAL = 100;

const answer = (message: Answer) => postMessage(message);

let linter: Promise<Linter>;

async function checkFile({ file, options }: Extract<Job, { type: "file" }>): Promise<void> {
  const session = (await linter).open(options);
  const reader = file.stream().getReader();
  let documents: DocumentReport<ByteSpan>[] = [];
  let last = performance.now();
  for (;;) {
    const { done, value } = await reader.read();
    const found = done ? session.end() : session.push(value);
    documents.push(...found);
    if (done || performance.now() - last >= INTERVAL) {
      answer({ type: "file", isDone: done, summary: session.summary(), documents });
      documents = [];
      last = performance.now();
    }
    if (done) return;
  }
}

function checkText(linter: Linter, { id, text, options }: Extract<Job, { type: "text" }>): Answer {
  const report = linter.lint(text, { ...options, fixes: true });
  const isSafe = ({ fix }: Finding) => fix?.safety === "safe";
  // A text that is not JSON may be fixed as a whole, which is no fix of one finding.
  const isFixable =
    report.documents.some(({ findings }) => findings.some(isSafe)) ||
    (report.summary.syntaxErrors > 0 && Object.keys(linter.fix(text, options).fixed).length > 0);
  return { type: "text", id, report, isFixable };
}

addEventListener("message", async ({ data }: MessageEvent<Start | Job>) => {
  try {
    if (data.type === "start") linter = load(data.module);
    else if (data.type === "file") await checkFile(data);
    else if (data.type === "text") answer(checkText(await linter, data));
    else answer({ type: "fix", id: data.id, output: (await linter).fix(data.text, data.options).output });
  } catch (error) {
    answer({ type: "error", message: error instanceof Error ? error.message : String(error) });
  }
});
