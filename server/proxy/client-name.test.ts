import { expect, it } from "vitest";
import { clientName } from "./client-name.ts";

it.each([
  ["kubectl/v1.36.3 (linux/amd64) kubernetes/abc", "kubectl 1.36.3"],
  ["Helm/3.15", "Helm 3.15"],
  ["curl", "curl"],
  ["", null],
  [undefined, null],
  ["<script>", null],
])("%j is %j", (userAgent, name) => {
  expect(clientName(userAgent)).toBe(name);
});
