// A headless Chromium with the page in it.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { serve } from "../scripts/serve.mjs";

const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** What the browser is not to do by itself. */
const QUIET = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the server and the browser. */
export async function start() {
  const executablePath = CHROMIUM.find((path) => path && existsSync(path));
  if (!executablePath) throw new Error("Chromium is missing: apt-get install chromium, or set CHROMIUM");
  const server = await serve();
  const browser = await chromium.launch({ executablePath, args: QUIET });
  const origin = `http://127.0.0.1:${server.address().port}`;
  return {
    origin,
    browser,
    /**
     * Opens the page, and notes every request, error and violation of the content security policy.
     */
    async open(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
      const page = await context.newPage();
      const seen = { requests: [], problems: [] };
      page.on("request", (request) => seen.requests.push(request.url()));
      page.on("pageerror", (error) => seen.problems.push(String(error)));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) seen.problems.push(message.text());
      });
      await page.addInitScript(() => {
        window.cspViolations = [];
        addEventListener(
          "securitypolicyviolation",
          ({ violatedDirective, blockedURI, sourceFile, lineNumber, columnNumber }) => {
            window.cspViolations.push(`${violatedDirective} ${blockedURI} ${sourceFile}:${lineNumber}:${columnNumber}`);
          },
        );
      });
      await page.goto(`${origin}/`);
      await page.locator("#verdict[data-state=invalid]").waitFor();
      return { page, seen };
    },
    async stop() {
      await browser.close();
      server.close();
    },
  };
}

/**
 * An export of `bytes` bytes or a little more: contacts in NDJSON, of which every hundredth has an
 * error.
 */
export function exportOf(bytes) {
  const record = (id, email) =>
    JSON.stringify({
      id,
      name: "Company Contact Name",
      email,
      phones: ["+44 20 7946 0018", "+44 20 7946 0019"],
      comment: "Prefers mail; call in the afternoon only. Does not want to hear of the spring fair again.",
      companyId: id % 1000,
      notifyAt: "2024-12-05T14:56:23.000Z",
      updatedAt: "2024-12-05T14:56:23.000Z",
      createdAt: "2024-01-15T08:45:00.000Z",
    });
  const parts = [];
  let length = 0;
  for (let id = 1; length < bytes; id++) {
    const line = `${record(id, id % 100 === 0 ? "ada..lovelace@example.com" : "ada.lovelace@example.com")}\n`;
    parts.push(line);
    length += line.length;
  }
  return { text: parts.join(""), records: parts.length };
}

/**
 * Runs `f`, and returns the longest task of the page's main thread, in milliseconds of processor
 * time: other programs do not count.
 */
export async function longestTask(page, f) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const isComplete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.start", {
    traceConfig: { includedCategories: ["toplevel", "disabled-by-default-devtools.timeline"] },
  });
  await f();
  await session.send("Tracing.end");
  await isComplete;
  const threads = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const isMain = ({ pid, tid }) => threads.some((thread) => thread.pid === pid && thread.tid === tid);
  const tasks = events.filter((event) => event.name === "RunTask" && event.tdur > 0 && isMain(event));
  if (tasks.length < 20) throw new Error(`the trace has ${tasks.length} tasks`);
  return Math.max(...tasks.map(({ tdur }) => tdur / 1000));
}
