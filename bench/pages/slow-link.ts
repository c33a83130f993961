// Home and its dialog over a slow link: 400 ms there and back, 400 kbit/s.
import type { BrowserContext } from "@playwright/test";
import type { Figure } from "./figures.ts";
import type { House } from "./house.ts";
import { type Notes, notesOf, watch } from "./watched-page.ts";

const link = { offline: false, latency: 400, downloadThroughput: 400_000 / 8, uploadThroughput: 400_000 / 8 };
const longestMs = 120_000;

export async function measureSlowLink(house: House, { times, signal }: { times: number; signal: AbortSignal }): Promise<Figure[]> {
  const cold: Notes[] = [];
  const warm: Notes[] = [];
  for (let count = 0; count < times; count++) {
    signal.throwIfAborted();
    const context = await house.browser.newContext({ ignoreHTTPSErrors: true, storageState: await house.context.storageState() });
    try {
      cold.push(await loadAndOpen(context, house.url));
      warm.push(await loadAndOpen(context, house.url));
    } finally {
      await context.close();
    }
  }
  const figures = (name: string, notes: readonly Notes[]): Figure[] => [
    { goal: "", what: `Slow link, ${name}: rows painted`, unit: "ms", values: notes.map(({ rowsMs }) => rowsMs), most: null },
    { goal: "", what: `Slow link, ${name}: Home can be used`, unit: "ms", values: notes.map(({ usableMs }) => usableMs), most: null },
    { goal: "", what: `Slow link, ${name}: dialog painted`, unit: "ms", values: notes.map(({ dialogMs }) => dialogMs ?? Number.NaN), most: null },
  ];
  return [...figures("nothing in the cache", cold), ...figures("the second time", warm)];
}

/** Presses the button as soon as there is one to press. */
async function loadAndOpen(context: BrowserContext, url: string): Promise<Notes> {
  const page = await context.newPage();
  page.setDefaultTimeout(longestMs);
  const session = await context.newCDPSession(page);
  await session.send("Network.emulateNetworkConditions", link);
  await watch(page);
  await page.goto(url, { waitUntil: "commit" });
  await notesOf(page);
  await page.getByRole("button", { name: "Kubeconfig", exact: true }).click();
  await page.getByRole("dialog").waitFor();
  const notes = await notesOf(page);
  await page.close();
  return notes;
}
