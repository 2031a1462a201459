// 52 MB of NDJSON in the page's Worker: time, gaps between frames, and the longest task of the main
// thread. Prints the median of some runs, and the gaps of a page that does nothing: times are the
// machine's.
import { exportOf, longestTask, start } from "../test/browser.mjs";

const RUNS = 5;
const MEGABYTES = 52;

const { text } = exportOf(1_000_000);
const chromium = await start();
const rows = [];
for (let run = 0; run < RUNS; run++) {
  const { page } = await chromium.open();
  await page.evaluate(
    ([text, times]) => {
      window.largeFile = new File(new Array(times).fill(text), "export.ndjson");
      window.gaps = [];
      let last = performance.now();
      const frame = (now) => {
        window.gaps.push(now - last);
        last = now;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    },
    [text, MEGABYTES],
  );
  const longestGap = () => page.evaluate(() => Math.max(...window.gaps.splice(0).slice(2)));
  await page.waitForTimeout(1000);
  const idleGap = await longestGap();
  const drop = async () => {
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(window.largeFile);
      document
        .querySelector("main")
        .dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    });
    await page.locator("#task-state").filter({ hasText: "Checked" }).waitFor();
  };
  await drop();
  const gap = await longestGap();
  const seconds = Number(/in ([\d.]+) s/.exec(await page.locator("#task-state").textContent())?.[1]);
  const task = await longestTask(page, drop);
  rows.push({ seconds, gap, idleGap, task });
  await page.context().close();
}
await chromium.stop();

const median = (name) => rows.map((row) => row[name]).toSorted((a, b) => a - b)[RUNS >> 1];
console.log(`${MEGABYTES} MB in the page's Worker, median of ${RUNS} runs:`);
console.log(`  checked in ${median("seconds").toFixed(2)} s`);
console.log(
  `  longest gap between frames ${median("gap").toFixed(0)} ms; without a file ${median("idleGap").toFixed(0)} ms`,
);
console.log(`  longest task of the main thread ${median("task").toFixed(0)} ms of processor time`);
