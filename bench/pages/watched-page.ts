// A page that notes, by its own clock, when something useful was painted and when it could be used.
import type { Page } from "@playwright/test";
import { z } from "zod";

const notesSchema = z.object({ rowsMs: z.number(), usableMs: z.number(), dialogMs: z.number().nullable(), blockedMs: z.number() });
/** In ms since the page was asked for. `blockedMs`: what its long tasks took beyond 50 ms each. */
export type Notes = z.infer<typeof notesSchema>;

/** Runs in the page before anything of its own. Each thing counts from the end of the frame that shows it. */
function takeNotes(): void {
  const notes: { rowsMs?: number; usableMs?: number; dialogMs: number | null; blockedMs: number } = { dialogMs: null, blockedMs: 0 };
  Object.assign(globalThis, { benchNotes: notes });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) notes.blockedMs += Math.max(0, duration - 50);
  }).observe({ type: "longtask", buffered: true });
  const painted = (note: (at: number) => void) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => note(performance.now());
    port2.postMessage(null);
  };
  const isSeen = (selector: string) => (document.querySelector(selector)?.getBoundingClientRect().height ?? 0) > 0;
  // React takes hold of an element by a property of this name.
  const isHeld = (selector: string) => Object.keys(document.querySelector(selector) ?? {}).some((name) => name.startsWith("__reactProps"));
  const look = () => {
    if (notes.rowsMs === undefined && isSeen("table[aria-label=Environments] tbody tr")) painted((at) => (notes.rowsMs ??= at));
    if (notes.usableMs === undefined && isHeld("input[type=search]")) painted((at) => (notes.usableMs ??= at));
    if (notes.dialogMs === null && isSeen("[role=dialog]")) painted((at) => (notes.dialogMs ??= at));
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

export async function watch(page: Page): Promise<void> {
  await page.addInitScript(takeNotes);
}

/** Once the page can be used. */
export async function notesOf(page: Page): Promise<Notes> {
  await page.waitForFunction(() => {
    const { benchNotes } = globalThis as unknown as { benchNotes: Partial<Notes> };
    return benchNotes.rowsMs !== undefined && benchNotes.usableMs !== undefined;
  });
  return notesSchema.parse(await page.evaluate(() => (globalThis as unknown as { benchNotes: unknown }).benchNotes));
}
