import { join } from "node:path";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";
import { ensurePython } from "./programs.ts";
import { runProgram } from "./run-program.ts";

test.setTimeout(300_000);

// P11, P18, P24, P32
test("the Python client lists, applies, watches and executes", async ({ house, signedInAs }, testInfo) => {
  const python = await ensurePython();
  const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
  const { code, stdout, stderr } = await runProgram([python, join(import.meta.dirname, "python", "client.py"), kubeconfig, "default", "web"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout.split("\n")).toEqual([
    "listed 1",
    "applied applied-by-python",
    "added applied-by-python",
    "deleted applied-by-python",
    "executed hello from web 7",
    "",
  ]);
});
