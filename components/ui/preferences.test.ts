import { expect, it } from "vitest";
import { parseTheme, parseTimeZone } from "./preferences.ts";

it("takes no theme that does not exist", () => {
  expect(parseTheme("dark")).toBe("dark");
  expect(parseTheme('"><script>')).toBe("system");
  expect(parseTheme(undefined)).toBe("system");
});

it.each([
  ["Europe%2FBerlin", "Europe/Berlin"],
  ["Mars/Olympus", "UTC"],
  ["%E0%A4%A", "UTC"],
  [undefined, "UTC"],
])("reads the time zone %s as %s, whatever the cookie holds", (cookie, zone) => expect(parseTimeZone(cookie)).toBe(zone));
