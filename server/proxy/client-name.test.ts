import { expect, it } from "vitest";
import { clientName } from "./client-name.ts";

it.each([
  ["kubectl/v1.36.3 (linux/amd64) kubernetes/abc", "kubectl 1.36.3"],
  ["Helm/3.15", "Helm 3.15"],
  ["curl", "curl"],
  ["Mozilla/5.0 (X11; Linux x86_64) Chrome/153.0.0.0", "a browser"],
  ["", null],
  [undefined, null],
  ["<script>", null],
])("%j is %j", (userAgent, name) => {
  expect(clientName(userAgent)).toBe(name);
});
