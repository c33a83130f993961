import type { Page } from "@playwright/test";

/** Each text that a live region comes to hold from the next page load on, as a screen reader says it by itself; it grows while the page is used. */
export async function recordLiveRegions(page: Page): Promise<readonly string[]> {
  const said: string[] = [];
  await page.exposeFunction("drawbridgeSaid", (text: string) => said.push(text));
  await page.addInitScript(() => {
    const known = new WeakMap<Element, string>();
    const roots = new Set<Document | ShadowRoot>();
    const observer = new MutationObserver(look);
    watch(document);

    function watch(root: Document | ShadowRoot): void {
      if (roots.has(root)) return;
      roots.add(root);
      observer.observe(root, { childList: true, subtree: true, characterData: true });
    }

    function look(): void {
      // Next announces page titles from a shadow root.
      for (const { shadowRoot } of document.querySelectorAll("next-route-announcer")) if (shadowRoot) watch(shadowRoot);
      const regions = [...roots].flatMap((root) => [...root.querySelectorAll("[role=status], [role=alert], [aria-live]:not([aria-live=off])")]);
      for (const region of regions) {
        const text = (region.textContent ?? "").trim().replace(/\s+/g, " ");
        if (text === (known.get(region) ?? "")) continue;
        known.set(region, text);
        if (text !== "") Reflect.get(window, "drawbridgeSaid")(text);
      }
    }
  });
  return said;
}
