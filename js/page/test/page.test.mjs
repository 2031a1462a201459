// The page in a headless Chromium.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { exportOf, longestTask, start } from "./browser.mjs";

const axeSource = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

let chromium;
before(async () => {
  chromium = await start();
});
after(() => chromium.stop());

const selectAll = (page) => page.locator(".cm-content").press("ControlOrMeta+a");

/** Replaces the text as a person pastes it. */
async function paste(page, text) {
  await page.locator(".cm-content").click();
  await selectAll(page);
  await page.locator(".cm-content").evaluate((node, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    node.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
  }, text);
}

/** Drops a file of these parts on the page. */
async function drop(page, name, parts) {
  const transfer = await page.evaluateHandle(
    ([name, parts]) => {
      const data = new DataTransfer();
      data.items.add(
        new File(
          parts.map((part) => (typeof part === "string" ? part : new Uint8Array(part))),
          name,
        ),
      );
      return data;
    },
    [name, parts],
  );
  await page.dispatchEvent("main", "dragover", { dataTransfer: transfer });
  assert.ok(await page.locator("#drop").isVisible());
  await page.dispatchEvent("main", "drop", { dataTransfer: transfer });
  assert.ok(!(await page.locator("#drop").isVisible()));
}

/**
 * Makes a file that is `text` so many times. To be done before times are taken: it copies all of
 * it.
 */
async function makeLarge(page, name, text, times) {
  await page.evaluate(
    ([name, text, times]) => {
      window.largeFile = new File(new Array(times).fill(text), name);
    },
    [name, text, times],
  );
}

/** Drops the file that was made. */
async function dropLarge(page) {
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(window.largeFile);
    document
      .querySelector("main")
      .dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
}

const verdict = (page) => page.locator("#verdict strong");
const waitFor = (locator, text) => locator.filter({ hasText: text }).waitFor();
const underlined = (page) => page.locator(".cm-lintRange").allTextContents();

/** What assistive technology would stumble over. */
async function axe(page) {
  const isThere = await page.evaluate(() => "axe" in window);
  if (!isThere) await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const result = await window.axe.run(document, { resultTypes: ["violations"] });
    return result.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`,
    );
  });
  assert.deepEqual(violations, []);
}

/** Checks that the page did nothing that it must not do. */
async function assertQuiet({ page, seen }) {
  assert.deepEqual(await page.evaluate(() => window.cspViolations), []);
  assert.deepEqual(seen.problems, []);
  for (const url of seen.requests) assert.match(url, new RegExp(`^(blob:|data:image/svg|${chromium.origin}/)`));
}

test("findings appear while one types, underlined at their places", async () => {
  const opened = await chromium.open();
  const { page } = opened;
  assert.deepEqual(await underlined(page), ['"yes"', '"nmae"', "..", "2079460018", '"comment"']);
  await page.locator(".cm-content").click();
  await selectAll(page);
  await page.keyboard.type('{"notify": true, "email": "ada@example');
  await waitFor(verdict(page), "1 error");
  await waitFor(page.locator("#findings"), "json-unexpected-end");
  await page.keyboard.type('"}');
  await waitFor(page.locator("#findings"), "email-domain-dot");
  await page.locator(".cm-lintRange").waitFor();
  assert.deepEqual(await underlined(page), ["example"]);
  await page.locator(".cm-lintRange").hover();
  await waitFor(page.locator(".cm-tooltip"), "expected a dot in the domain, found none");
  await waitFor(page.locator(".cm-tooltip"), "The name of a host in a local network is refused");
  for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowLeft");
  await page.keyboard.type(".com");
  await waitFor(verdict(page), "Valid");
  assert.deepEqual(await underlined(page), []);
  await assertQuiet(opened);
});

test("a click on a finding goes there", async () => {
  const { page } = await chromium.open();
  await page.locator("#findings .finding").nth(3).click();
  assert.equal(
    await page.evaluate(
      () => document.querySelector("#editor").shadowRoot.getSelection?.().toString() ?? getSelection().toString(),
    ),
    "2079460018",
  );
  assert.equal(await page.evaluate(() => document.activeElement.id), "editor");
});

test("bars count by rule and member, and filter the list", async () => {
  const { page } = await chromium.open();
  const bars = await page
    .locator(".chart")
    .evaluateAll((charts) => charts.map((chart) => chart.querySelectorAll("li").length));
  assert.deepEqual(bars, [4, 5]);
  await page.getByRole("button", { name: "wrong-type 2" }).click();
  assert.equal(await page.locator("#findings li").count(), 2);
  await page.getByRole("button", { name: "/phones/* 1" }).click();
  assert.deepEqual(await page.locator("#findings .meta code").allTextContents(), ["/phones/1"]);
  await page.getByRole("button", { name: "/phones/* 1" }).click();
  assert.equal(await page.locator("#findings li").count(), 5);
});

const textOf = (page) => page.locator(".cm-content").evaluate((node) => node.cmTile.view.state.doc.toString());

test("a finding is fixed from the list and from its explanation, and the fix can be undone", async () => {
  const opened = await chromium.open();
  const { page } = opened;
  const buttons = await page
    .locator("#findings .fix")
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label")));
  assert.deepEqual(buttons, [
    "Fix: rename `nmae` to `name`",
    "Fix: write one dot",
    "Fix: write it as a string",
    "Fix: remove the second `comment`, which has the same value",
  ]);
  const before = await textOf(page);
  await page.getByRole("button", { name: "Fix: write one dot" }).click();
  await waitFor(verdict(page), "3 errors");
  assert.equal(await textOf(page), before.replace("ada..", "ada."));
  assert.equal(await page.evaluate(() => document.activeElement.id), "editor");
  await page.keyboard.press("ControlOrMeta+z");
  await waitFor(verdict(page), "4 errors");
  assert.equal(await textOf(page), before);
  await page.locator(".cm-lintRange", { hasText: "2079460018" }).hover();
  await page.locator(".cm-diagnosticAction", { hasText: "Fix: write it as a string" }).click();
  await waitFor(verdict(page), "3 errors");
  assert.equal(await textOf(page), before.replace("2079460018", '"2079460018"'));
  // A line is no part of another: the places in NDJSON are those of the text.
  await paste(page, '{"notify": true, "name": "😀"}\n{"notify": "true", "name": "😀", "phones": "1"}\n');
  await waitFor(verdict(page), "1 of 2 documents");
  await page.getByRole("button", { name: "Fix: remove the quotes" }).click();
  await page.getByRole("button", { name: "Fix: remove the quotes" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Fix: put it in an array" }).click();
  await waitFor(verdict(page), "All valid");
  assert.equal(await textOf(page), '{"notify": true, "name": "😀"}\n{"notify": true, "name": "😀", "phones": ["1"]}\n');
  await assertQuiet(opened);
});

test("all safe fixes at once", async () => {
  const opened = await chromium.open();
  const { page } = opened;
  const fixAll = page.getByRole("button", { name: "Fix all safe" });
  const before = await textOf(page);
  await fixAll.click();
  await waitFor(verdict(page), "3 errors");
  assert.equal(await textOf(page), before.replace(/,\s*"comment": "Prefers mail"\n}/, "\n}"));
  await fixAll.waitFor({ state: "hidden" });
  await page.keyboard.press("ControlOrMeta+z");
  await waitFor(verdict(page), "4 errors");
  assert.equal(await textOf(page), before);
  // Items of an array that are not JSON, and the comma at the end of the array, are fixed too.
  await paste(page, '[{"notify": true, "name": "x",}, {"notify": true, "name": "y"},]');
  await waitFor(page.locator("#findings"), "json-trailing-comma");
  assert.equal(await page.locator("#findings .fix").count(), 2);
  await fixAll.click();
  await waitFor(verdict(page), "All valid");
  assert.equal(await textOf(page), '[{"notify": true, "name": "x"}, {"notify": true, "name": "y"}]');
  // The text of a file is only shown.
  await drop(page, "latin.ndjson", ['{"notify": true, "name": "', [0xe9], '"}\n{"notify": true, "name": "x",}']);
  await waitFor(page.locator("#findings"), "json-trailing-comma");
  assert.equal(await page.locator("#findings .fix").count(), 0);
  assert.ok(await fixAll.isHidden());
  await assertQuiet(opened);
});

test("pasting: a body, an array, NDJSON; kinds and inputs can be chosen", async () => {
  const { page } = await chromium.open();
  await paste(page, '[{"notify": true, "name": "x"}, {"notify": 1, "name": "x"}]');
  await waitFor(verdict(page), "1 of 2 documents has errors");
  await paste(page, '{"notify": true, "name": "x"}\r\n{"notify": 1, "name": "x"}\r\n{\r\n');
  await waitFor(verdict(page), "2 of 3 documents have errors");
  await page.locator("#input").selectOption("json");
  await waitFor(page.locator("#findings"), "set the input to ndjson");
  await page.locator("#input").selectOption("");
  await paste(page, "{}");
  await waitFor(page.locator("#findings"), "kind-unknown");
  await page.locator("#kind").selectOption("contact");
  await waitFor(verdict(page), "9 errors");
  await paste(page, " ");
  await waitFor(verdict(page), "Nothing to check yet");
});

test("lone surrogates and control characters are seen", async () => {
  const { page } = await chromium.open();
  await paste(page, '{"notify": true, "name": "a\ud800b"}');
  await waitFor(page.locator("#findings"), "json-lone-surrogate");
  await paste(page, '{"notify": true, "name": "a\u202eb\rc"}');
  await waitFor(page.locator("#findings"), "json-control-character");
  assert.equal(await page.locator(".cm-specialChar").count(), 1);
});

test("every example is there, and all but the last are valid", async () => {
  const { page } = await chromium.open();
  const examples = await page.locator("#example option").allTextContents();
  assert.equal(examples.length, 6);
  for (const label of examples.slice(1)) {
    await page.locator("#example").selectOption({ label });
    await waitFor(verdict(page), label.includes("mistakes") ? "4 errors" : /^(Valid|All valid)$/);
  }
});

test("copy as cURL", async () => {
  const { page } = await chromium.open({ permissions: ["clipboard-read", "clipboard-write"] });
  assert.equal(await page.locator("#curl").getAttribute("aria-disabled"), "true");
  const body = `{"notify": true, "email": "o'hara@example.com", "comment": "a \\"quote\\", $HOME, 'é'"}`;
  await paste(page, `${body}\n`);
  await waitFor(verdict(page), "Valid");
  await page.locator("#curl").click();
  await waitFor(page.locator("#curl"), "Copied");
  const command = await page.evaluate(() => navigator.clipboard.readText());
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const env = { API_URL: "https://api", COMPANY_ID: "1", CONTACT_ID: "2", TOKEN: "t", SESSION_TOKEN: "s" };
  const { stdout } = spawnSync("sh", ["-c", script], { env, encoding: "utf8" });
  assert.deepEqual(stdout.split("\0"), [
    ...["-X", "PATCH", "https://api/companies/v2/rs/1/contacts/2"],
    ...["-H", "Authorization: Bearer t", "-H", "x-session-token: s", "-H", "content-type: application/json"],
    ...["--data-raw", body, ""],
  ]);
  await page.locator("#example").selectOption({ label: "A contact" });
  await page.locator("#curl-why").filter({ hasText: "a contact, not a request" }).waitFor({ state: "attached" });
});

test("small files are edited; bytes that are not UTF-8 are checked as they are", async () => {
  const opened = await chromium.open();
  const { page } = opened;
  await drop(page, "one.json", ['{"notify": true, "name": "x"}']);
  await waitFor(verdict(page), "Valid");
  await drop(page, "mark.json", ['\ufeff{"notify": true, "name": "x"}']);
  await waitFor(page.locator("#findings"), "json-byte-order-mark");
  await drop(page, "latin.json", ['{"notify": true, "name": "', [0xe9], '"}']);
  await waitFor(page.locator("#findings"), "json-invalid-utf8");
  await page.locator("#findings .finding").click();
  await waitFor(page.locator("#excerpt"), "latin.json, line 1");
  assert.equal(await page.locator(".cm-lintRange").textContent(), "\ufffd");
  await page.getByRole("button", { name: "Close file" }).click();
  await waitFor(page.locator("#findings"), "json-byte-order-mark");
  await drop(page, "empty.json", []);
  await waitFor(verdict(page), "Nothing to check yet");
  await assertQuiet(opened);
});

test("a long text that is pasted is checked as a file", async () => {
  const { page } = await chromium.open();
  const { text, records } = exportOf(700_000);
  await paste(page, text);
  await waitFor(page.locator("#task-state"), "Checked");
  await waitFor(verdict(page), `of ${records.toLocaleString("en")} documents have errors`);
  await page.locator("#findings .finding").nth(2).click();
  await waitFor(page.locator("#excerpt"), "Pasted text, line 300");
  assert.deepEqual(await underlined(page), [".."]);
  assert.equal(
    await page
      .locator(".cm-lineNumbers")
      .textContent()
      .then((text) => text.includes("300")),
    true,
  );
  await page.getByRole("button", { name: "Close file" }).click();
  await waitFor(verdict(page), "4 errors");
});

/** Notes the gaps between frames. */
const countFrames = (page) =>
  page.evaluate(() => {
    window.gaps = [];
    let last = performance.now();
    const frame = (now) => {
      window.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });

test("a file of 52 MB is checked while the page stays responsive", async (context) => {
  const { text, records } = exportOf(1_000_000);
  const opened = await chromium.open();
  const { page } = opened;
  await makeLarge(page, "export.ndjson", text, 52);
  const requests = opened.seen.requests.length;
  await countFrames(page);
  const longest = await longestTask(page, async () => {
    await dropLarge(page);
    await waitFor(page.locator("#task-state"), "Checked");
    await page.waitForTimeout(200);
  });
  const gap = await page.evaluate(() => Math.max(...window.gaps.slice(2)));
  const state = await page.locator("#task-state").textContent();
  context.diagnostic(
    `${state}; longest task ${longest.toFixed(0)} ms of processor time, longest gap between frames ${gap.toFixed(0)} ms`,
  );
  assert.ok(longest <= 50, `the longest task takes ${longest} ms`);
  await waitFor(verdict(page), `of ${(records * 52).toLocaleString("en")} documents have errors`);
  assert.equal(await page.locator("#progress").evaluate((node) => node.value), 1);
  await waitFor(page.locator("#rest"), "The list has the first 1,000 findings.");
  await page.locator("#findings .finding").nth(40).click();
  await waitFor(page.locator("#excerpt"), "export.ndjson, line ");
  assert.deepEqual(await underlined(page), [".."]);
  await page.getByRole("button", { name: "Show more" }).click();
  await page.locator("#findings li").nth(99).waitFor();
  // Nothing is fetched after the page has loaded: the worker's script is a blob.
  assert.deepEqual(
    opened.seen.requests.slice(requests).filter((url) => !url.startsWith(`blob:${chromium.origin}/`)),
    [],
  );
  await assertQuiet(opened);
});

test("checking can be stopped", async () => {
  const { page } = await chromium.open();
  await makeLarge(page, "bad.ndjson", "{}\n".repeat(300_000), 60);
  await dropLarge(page);
  await waitFor(page.locator("#task-state"), "Checking");
  await page.getByRole("button", { name: "Stop" }).click();
  await waitFor(page.locator("#task-state"), /Stopped after \d+% of the file/);
  assert.equal(await page.evaluate(() => document.activeElement.id), "close");
  await page.getByRole("button", { name: "Close file" }).click();
  await waitFor(verdict(page), "4 errors");
});

test("the keyboard is enough", async () => {
  const { page } = await chromium.open();
  const seen = [];
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press("Tab");
    seen.push(
      await page.evaluate(
        () => document.activeElement.id || document.activeElement.className || document.activeElement.tagName,
      ),
    );
  }
  for (const stop of ["open", "example", "kind", "input", "curl", "editor", "bar-row", "finding", "SUMMARY"]) {
    assert.ok(seen.includes(stop), `${stop} is not reached: ${seen.join(", ")}`);
  }
  await page.locator(".cm-content").focus();
  await page.keyboard.press("F8");
  await waitFor(page.locator(".cm-tooltip"), "found");
});

for (const options of [
  {},
  { colorScheme: "dark" },
  { viewport: { width: 360, height: 740 } },
  { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
]) {
  test(`accessibility: ${JSON.stringify(options)}`, async () => {
    const { page } = await chromium.open(options);
    await axe(page);
    await page.locator(".why summary").first().click();
    await page.locator(".bar-row").first().click();
    await axe(page);
    await page.locator("#example").selectOption({ label: "A contact" });
    await waitFor(verdict(page), "Valid");
    await axe(page);
    await paste(page, '{"notify": true}');
    await waitFor(page.locator("#verdict"), "1 warning");
    await axe(page);
    await drop(page, "export.ndjson", [exportOf(600_000).text]);
    await waitFor(page.locator("#task-state"), "Checked");
    await page.locator("#findings .finding").first().click();
    await page.locator(".cm-lintRange").waitFor();
    await axe(page);
    // Nothing is wider than the screen.
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  });
}
