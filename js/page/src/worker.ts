// Checks text and files, so that the page never waits.
import { type ByteSpan, type DocumentReport, type Linter, load } from "contact-schema/lint";
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

addEventListener("message", async ({ data }: MessageEvent<Start | Job>) => {
  try {
    if (data.type === "start") linter = load(data.module);
    else if (data.type === "file") await checkFile(data);
    else answer({ type: "text", id: data.id, report: (await linter).lint(data.text, data.options) });
  } catch (error) {
    answer({ type: "error", message: error instanceof Error ? error.message : String(error) });
  }
});
