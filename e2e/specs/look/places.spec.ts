import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { dialogs, doors, type Place, pages } from "./places.ts";
import { expect, test } from "./resident.ts";

const widths = [1440, 768, 320] as const;
const themes = ["light", "dark"] as const;
type Look = { width: (typeof widths)[number]; theme: (typeof themes)[number] };
const looks: Look[] = themes.flatMap((theme) => widths.map((width) => ({ theme, width })));

/** Only the places whose name has this, while one works on them. */
const only = process.env.DRAWBRIDGE_TEST_PLACES ?? "";
const screenshots = "test-results/look";

// A trace keeps the document before and after each step: twice the time for what the screenshots show.
test.use({ trace: "off" });

test("every page is axe clean in both themes and three widths, and the page itself never scrolls sideways", async ({ house, walker, complaints }) => {
  test.setTimeout(900_000);
  await visit(walker, house.url, { places: pages, rulesLeftOut: [] });
  expect(complaints.splice(0)).toEqual([]);
});

test("every open dialog and menu is axe clean in both themes and three widths, asks nobody else and breaks no rule of the CSP", async ({
  house,
  walker,
  complaints,
}) => {
  test.setTimeout(900_000);
  // A menu stands at the end of the document, outside all landmarks; focus is moved into it. The rule is advice beyond WCAG.
  await visit(walker, house.url, { places: dialogs, rulesLeftOut: ["region"] });
  expect(complaints.splice(0)).toEqual([]);
});

test("every page of someone who is not signed in is axe clean in both themes and three widths", async ({ house, walker, complaints }) => {
  test.setTimeout(300_000);
  const cookies = await walker.context().cookies();
  await walker.context().clearCookies();
  await visit(walker, house.url, { places: doors, rulesLeftOut: [] });
  await walker.context().clearCookies();
  await walker.context().addCookies(cookies);
  // A refused sign-in is an answer of 401, which Chromium reports.
  expect(complaints.splice(0).filter((complaint) => !complaint.includes("401"))).toEqual([]);
});

test("nothing moves while Home, the kubeconfigs and the audit load: a layout shift below 0.02 at each width", async ({ house, walker }) => {
  test.setTimeout(300_000);
  for (const path of ["/", "/kubeconfigs", "/admin/audit"]) {
    for (const width of widths) {
      await putOn(walker, { theme: "light", width });
      await walker.goto(`${house.url}${path}`, { waitUntil: "networkidle" });
      expect.soft(await layoutShift(walker), `${path} at ${width} px`).toBeLessThan(0.02);
    }
  }
});

async function visit(page: Page, url: string, { places, rulesLeftOut }: { places: readonly Place[]; rulesLeftOut: string[] }): Promise<void> {
  for (const place of places.filter(({ name }) => name.includes(only))) {
    // One place that cannot be reached does not hide what is found in the others.
    const fault = await test.step(place.name, () => look(page, url, { place, rulesLeftOut })).catch((error: unknown) => error);
    expect.soft(fault, place.name).toBeUndefined();
  }
}

async function look(page: Page, url: string, { place, rulesLeftOut }: { place: Place; rulesLeftOut: string[] }): Promise<void> {
  await arrive(page, url, place);
  for (const { theme, width } of place.narrowOnly ? looks.filter(({ width }) => width === 320) : looks) {
    const where = `${place.name} ${theme} ${width}`;
    await putOn(page, { theme, width });
    await page.screenshot({ path: `${screenshots}/${where}.png`, fullPage: place.open === undefined });
    expect.soft(await sidewaysScroll(page), `${where}: scrolls sideways by so many pixels`).toBe(0);
    const axe = axeFor(page, { theme, width }, place);
    if (axe === null) continue;
    const { violations } = await axe.disableRules(rulesLeftOut).analyze();
    const found = violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
    expect.soft(found, where).toEqual([]);
  }
}

async function arrive(page: Page, url: string, { path, open, narrowOnly }: Place): Promise<void> {
  await putOn(page, { theme: "light", width: narrowOnly ? 320 : 1440 });
  await page.goto(`${url}${path}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await open?.(page);
}

async function putOn(page: Page, { theme, width }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.setViewportSize({ width, height: width === 320 ? 640 : 900 });
  // What appears after a moment, such as the sign of work under way, fades in also with reduced motion; what turns for ever is left to turn.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(async (each) => each.effect?.getComputedTiming().endTime === Infinity || (await each.finished.catch(() => {})))),
  );
}

/** WCAG 1.4.10: by how many pixels the page is wider than the window. */
function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(document.documentElement.scrollWidth - document.documentElement.clientWidth, 0));
}

/** Cumulative layout shift since the page was asked for; https://web.dev/cls. */
function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        const add = (entry: PerformanceEntry) => {
          if ("value" in entry && typeof entry.value === "number") sum += entry.value;
        };
        new PerformanceObserver((list) => list.getEntries().forEach(add)).observe({ type: "layout-shift", buffered: true });
        // What has been recorded so far comes as a task of its own, before the frame after next.
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
}

/**
 * All rules once, in the light and wide. At other widths, where the document is laid out anew, those of WCAG, which also ask for the size
 * of targets; a dialog has two layouts only. In the dark only contrast is different, and it is the same at each width.
 */
function axeFor(page: Page, { theme, width }: Look, { open, narrowOnly }: Place): AxeBuilder | null {
  const isFirst = width === (narrowOnly ? 320 : 1440);
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (theme === "dark") return isFirst ? axe.withRules(["color-contrast"]) : null;
  if (isFirst) return axe;
  return width === 768 && open !== undefined ? null : axe.withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
}
