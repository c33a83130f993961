import { dirname, join } from "node:path";
import { kubectlEnvironment } from "../cluster/kubectl.ts";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";
import { openTerminal, type Terminal } from "../terminal.ts";
import { ensureK9s } from "./programs.ts";

test.setTimeout(1_800_000);

// P02, P11, P15, P24, P32
test("k9s lists, follows what happens, shows logs and opens a shell", async ({ house, signedInAs, kubectl, clusters }, testInfo) => {
  const program = await ensureK9s();
  const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
  const folder = (name: string) => join(testInfo.outputDir, name);
  const homes = { K9S_CONFIG_DIR: folder("k9s"), K9S_LOGS_DIR: folder("k9s"), HOME: folder("home") };
  // Its shell is kubectl's exec.
  const env = { ...kubectlEnvironment(clusters.cacheFolder), ...homes, PATH: `${dirname(clusters.kubectl)}:${process.env.PATH}` };
  const options = { env, rows: 40, columns: 160 };
  const k9s = openTerminal([program, "--kubeconfig", kubeconfig, "--namespace=default", "--command=pods", "--splashless", "--headless"], options);
  try {
    await k9s.waitFor(/Pods/i, 60_000);
    const run = ["run", "newcomer", "--image=busybox:1", "--image-pull-policy=Never", "--", "sh", "-c", "echo said by newcomer; sleep 1000000"];
    expect(await kubectl(run, { kubeconfig })).toMatchObject({ code: 0 });
    await redrawn(k9s, /newcomer[\s\S]*Running/);
    // Sorted by name: the cursor stands on the newcomer.
    k9s.type("l");
    await redrawn(k9s, /said by newcomer/);
    k9s.type("\x1b");
    await redrawn(k9s, /Running/);
    k9s.type("s");
    await k9s.waitFor(/\/ # /, 60_000);
    k9s.type("echo typed in $HOSTNAME\r");
    await k9s.waitFor(/typed in newcomer/, 60_000);
    k9s.type("exit\r");
    await redrawn(k9s, /Running/);
    k9s.type(":quit\r");
    expect(await k9s.exited).toBe(0);
  } finally {
    await k9s.close();
    await kubectl(["delete", "pod", "newcomer", "--now", "--ignore-not-found"], { kubeconfig });
  }
});

/** A program that fills the screen writes only the letters that change; all of them when the window's size does. */
async function redrawn(terminal: Terminal, pattern: RegExp): Promise<void> {
  const before = terminal.screen().length;
  let rows = 40;
  const look = () => {
    rows = rows === 40 ? 41 : 40;
    terminal.resize(rows, 160);
    return terminal.screen().slice(before);
  };
  await expect.poll(look, { timeout: 60_000, intervals: [300] }).toMatch(pattern);
}
