import { expect, it } from "vitest";
import { columnsCookie, parseHiddenColumns, parseTheme, parseTimeZone, writeHiddenColumns } from "./preferences.ts";

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

it.each([
  ["users=teams.sign-in&grants=granted", { users: ["teams", "sign-in"], grants: ["granted"] }],
  ["", {}],
  [undefined, {}],
  ["users", {}],
  ["users=<script>", {}],
  ["users=%E0%A4%A", {}],
  [`users=${"a".repeat(1000)}`, {}],
])("reads of the hidden columns %j only what is one, whatever the cookie holds", (cookie, hidden) => expect(parseHiddenColumns(cookie)).toEqual(hidden));

it("writes hidden columns as they are read, and nothing of a table that shows all", () => {
  const hidden = { users: ["teams", "sign-in"], grants: ["granted"] };
  expect(parseHiddenColumns(writeHiddenColumns({ ...hidden, files: [] }))).toEqual(hidden);
});

it("keeps the columns of each person apart, by a name that a cookie can have", () => {
  expect(columnsCookie("ada@example.com")).toBe("drawbridge-columns-ada%40example.com");
});
