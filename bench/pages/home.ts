// Home and its dialog with all environments, in a browser.
import type { BrowserContext, Page, Request } from "@playwright/test";
import type { Figure } from "./figures.ts";
import type { House } from "./house.ts";
import { notesOf, watch } from "./watched-page.ts";

/** Each key finds fewer than what stood before it: no name of a region has these digits, and not all numbers have the first. */
const typed = ["234", "457", "789", "346", "825"];
const keyTimeoutMs = 5_000;
const kilo = 1000;

export async function measureHome(house: House, { times, signal }: { times: number; signal: AbortSignal }): Promise<Figure[]> {
  const loads: Load[] = [];
  for (let count = 0; count < times; count++) {
    signal.throwIfAborted();
    loads.push(await loadOnce(house));
  }
  const page = await house.context.newPage();
  try {
    await page.goto(house.url);
    const keys = await pressKeys(page, signal);
    const { dialog, previews } = await openDialog(house, page, times);
    const of = (name: keyof Load) => loads.map((load) => load[name]);
    return [
      { goal: "H4", what: "Home, nothing in the cache: rows painted", unit: "ms", values: of("rowsMs"), most: 1_000 },
      { goal: "", what: "Home, nothing in the cache: can be used", unit: "ms", values: of("usableMs"), most: null },
      { goal: "", what: "Home: long tasks beyond 50 ms each", unit: "ms", values: of("blockedMs"), most: null },
      { goal: "H4", what: "Home: a key in the search to its result painted", unit: "ms", values: keys, most: 100 },
      { goal: "", what: "Home: all scripts, as they come", unit: "KB", values: of("scriptKB"), most: 180 },
      { goal: "", what: "Home: the document, as it comes", unit: "KB", values: of("documentKB"), most: null },
      { goal: "", what: "Home: everything, as it comes", unit: "KB", values: of("allKB"), most: null },
      { goal: "", what: "Home: requests to elsewhere", unit: "", values: of("elsewhere"), most: 0 },
      { goal: "", what: "Dialog with all environments: pressed to painted", unit: "ms", values: dialog, most: null },
      { goal: "B10", what: "Dialog: the preview of its file (server action)", unit: "ms", values: previews, most: 100 },
    ];
  } finally {
    await page.close();
  }
}

type Load = Awaited<ReturnType<typeof loadOnce>>;

/** In a browser that has nothing of Drawbridge but the session. */
async function loadOnce({ browser, context, url }: House) {
  const fresh = await browser.newContext({ ignoreHTTPSErrors: true, storageState: await context.storageState() });
  try {
    const page = await fresh.newPage();
    await watch(page);
    const loaded = countBytes(fresh, url);
    await page.goto(url);
    const { rowsMs, usableMs } = await notesOf(page);
    await page.waitForLoadState("networkidle");
    const { blockedMs } = await notesOf(page);
    return { rowsMs, usableMs, blockedMs, ...(await loaded()) };
  } finally {
    await fresh.close();
  }
}

function countBytes(context: BrowserContext, url: string) {
  const loads: Promise<{ type: string; isElsewhere: boolean; bytes: number }>[] = [];
  context.on("requestfinished", (request: Request) => {
    const load = request.sizes().then(({ responseBodySize, responseHeadersSize }) => ({
      type: request.resourceType(),
      isElsewhere: !request.url().startsWith(`${url}/`),
      bytes: responseBodySize + responseHeadersSize,
    }));
    // What is under way when the page is closed is nobody's.
    load.catch(() => {});
    loads.push(load);
  });
  return async () => {
    const all = await Promise.all(loads);
    const kilobytes = (type: string) => all.filter((load) => load.type === type).reduce((sum, { bytes }) => sum + bytes, 0) / kilo;
    return {
      scriptKB: kilobytes("script"),
      documentKB: kilobytes("document"),
      allKB: all.reduce((sum, { bytes }) => sum + bytes, 0) / kilo,
      elsewhere: all.filter(({ isElsewhere }) => isElsewhere).length,
    };
  };
}

/** For each key, typed and taken back, how long until what it finds was painted. */
async function pressKeys(page: Page, signal: AbortSignal): Promise<number[]> {
  const search = page.getByRole("searchbox", { name: "Search environments" });
  await search.click();
  await page.waitForLoadState("networkidle");
  await page.evaluate(noteKeys);
  const notes = () => page.evaluate(() => (globalThis as unknown as { benchKeys: number[] }).benchKeys);
  let pressed = 0;
  for (const key of typed.flatMap((text) => [...text, ...Array.from(text, () => "Backspace")])) {
    signal.throwIfAborted();
    await search.press(key);
    pressed++;
    await page.waitForFunction((count) => (globalThis as unknown as { benchKeys: number[] }).benchKeys.length >= count, pressed, { timeout: keyTimeoutMs });
  }
  return notes();
}

/** Runs in the page. How many were found is said in the same frame as the rows. */
function noteKeys(): void {
  const notes: number[] = [];
  Object.assign(globalThis, { benchKeys: notes });
  let pressedAt = 0;
  document.addEventListener(
    "keydown",
    ({ timeStamp }) => {
      pressedAt = timeStamp;
    },
    true,
  );
  const found = [...document.querySelectorAll("[role=status]")].find(({ textContent }) => textContent?.endsWith(" environments"));
  const observer = new MutationObserver(() =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => notes.push(performance.now() - pressedAt);
      port2.postMessage(null);
    }),
  );
  if (found) observer.observe(found, { characterData: true, childList: true, subtree: true });
}

async function openDialog({ url }: House, page: Page, times: number): Promise<{ dialog: number[]; previews: number[] }> {
  const previews: number[] = [];
  page.on("requestfinished", (request) => {
    const { requestStart, responseEnd } = request.timing();
    if (request.headers()["next-action"] !== undefined) previews.push(responseEnd - requestStart);
  });
  const dialog: number[] = [];
  for (let count = 0; count < times; count++) {
    await watch(page);
    await page.goto(url);
    await notesOf(page);
    const button = page.getByRole("button", { name: "Kubeconfig", exact: true });
    // Its scripts are loaded when the pointer comes near.
    await button.hover();
    await page.waitForLoadState("networkidle");
    const pressedAt = await page.evaluate(() => performance.now());
    const asked = page.waitForResponse((response) => response.request().headers()["next-action"] !== undefined);
    await button.click();
    await page.getByRole("dialog").waitFor();
    const { dialogMs } = await notesOf(page);
    if (dialogMs !== null) dialog.push(dialogMs - pressedAt);
    // The preview is asked for by the dialog itself.
    await (await asked).finished();
  }
  return { dialog, previews };
}
