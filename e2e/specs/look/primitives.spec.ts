import type { Page } from "@playwright/test";
import { expect, test } from "../../house.ts";

const samples = ["Colours", "Type", "Buttons", "Fields", "Choices", "States", "Messages", "Table", "Empty", "Code and tabs"];
/** Those that are laid out anew on a narrow screen. */
const narrowSamples = ["Buttons", "Fields", "Messages", "Table", "Code and tabs"];
const withStates = ["Buttons", "Fields", "Choices"];
const controls = ":is(button, a, input, textarea, [role=combobox], [role=checkbox], [role=radio])";
const states = { hover: ["hover"], focus: ["focus", "focus-visible"] };

test.use({ trace: "off" });

for (const theme of ["light", "dark"] as const) {
  test(`each primitive in each state looks as in its picture, wide and narrow, in ${theme} colours`, async ({ house, signedInAs }) => {
    test.setTimeout(240_000);
    const page = await signedInAs("ada");
    const compare = (sample: string, state: string) =>
      expect.soft(region(page, sample)).toHaveScreenshot(`${`${sample} ${state}`.toLowerCase().replaceAll(" ", "-")}-${theme}.png`);
    await show(page, house.url, { theme, width: 768 });
    for (const sample of samples) await compare(sample, "wide");
    for (const [state, pseudoClasses] of Object.entries(states)) {
      const release = await force(page, pseudoClasses);
      for (const sample of withStates) await compare(sample, state);
      await release();
    }
    await page.setViewportSize({ width: 320, height: 900 });
    for (const sample of narrowSamples) await compare(sample, "narrow");
    await refuseForm(page);
    await compare("Form", "refused");
  });

  test(`each overlay looks as in its picture in ${theme} colours`, async ({ house, signedInAs }) => {
    test.setTimeout(240_000);
    const page = await signedInAs("ada");
    await show(page, house.url, { theme, width: 640 });
    for (const [overlay, role] of [
      ["Menu", "menu"],
      ["Dialog", "dialog"],
      ["Question", "alertdialog"],
    ] as const) {
      await region(page, "Overlays").getByRole("button", { name: overlay, exact: true }).click();
      await expect.soft(page.getByRole(role)).toHaveScreenshot(`${overlay.toLowerCase()}-${theme}.png`);
      await page.keyboard.press("Escape");
      await expect(page.getByRole(role)).toBeHidden();
    }
  });
}

test("to everyone but administrators the primitives do not exist", async ({ house, signedInAs }) => {
  const page = await signedInAs("dina");
  expect((await page.goto(`${house.url}/primitives`))?.status()).toBe(404);
});

function region(page: Page, name: string) {
  return page.getByRole("region", { name, exact: true });
}

async function show(page: Page, url: string, { theme, width }: { theme: "light" | "dark"; width: number }): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
  await page.setViewportSize({ width, height: 900 });
  await page.goto(`${url}/primitives`);
  await page.evaluate(() => document.fonts.ready);
}

async function refuseForm(page: Page): Promise<void> {
  await region(page, "Form").getByRole("button", { name: "Save the sample" }).click();
  await expect(region(page, "Form").getByText("What is wrong with “kind”")).toBeVisible();
  await region(page, "Form").getByRole("heading").click();
}

/** Shows all controls as if each was hovered or focussed; returns what ends it. */
async function force(page: Page, forcedPseudoClasses: string[]): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send("DOM.enable");
  await session.send("CSS.enable");
  const { root } = await session.send("DOM.getDocument");
  const { nodeIds } = await session.send("DOM.querySelectorAll", { nodeId: root.nodeId, selector: `:is(#buttons, #fields, #choices) ${controls}` });
  for (const nodeId of nodeIds) await session.send("CSS.forcePseudoState", { nodeId, forcedPseudoClasses });
  return () => session.detach();
}
