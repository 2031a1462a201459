// Takes screenshot.png, the picture of the README.
import { fileURLToPath } from "node:url";
import { start } from "../test/browser.mjs";

const chromium = await start();
const { page } = await chromium.open({ viewport: { width: 1280, height: 860 } });
await page.locator(".why summary").first().click();
await page.screenshot({ path: fileURLToPath(new URL("../screenshot.png", import.meta.url)) });
await chromium.stop();
