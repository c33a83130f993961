import { join } from "node:path";
import { expect, test } from "../house.ts";

test.use({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });

// Not a promise but the README's picture: only on demand, as no two runs draw the same pixels.
if (process.env.UPDATE_PICTURES === "1") {
  test("the README's picture is drawn anew", async ({ house, signedInAs }) => {
    const page = await signedInAs("dina");
    await page.goto(house.url);
    await expect(page.getByRole("row").filter({ hasText: "Ready" })).toHaveCount(2, { timeout: 40_000 });
    await page.getByRole("button", { name: "Kubeconfig", exact: true }).click();
    await expect(page.getByRole("region", { name: "preview" })).toBeVisible();
    await page.screenshot({ path: join(import.meta.dirname, "..", "..", "docs", "images", "home.png"), animations: "disabled" });
  });
}
