import { expect, test } from "./fixtures.ts";

// What the other specs build on, without Drawbridge in between: when these fail, look here first.
for (const old of [false, true]) {
  const name = old ? "an old kubectl (SPDY)" : "kubectl (WebSocket)";

  test(`${name} has a true terminal in a pod, and the pod learns of its size and of a change`, async ({ clusters, terminal }) => {
    const pod = `terminal-${old ? "old" : "new"}`;
    const { alpha } = clusters;
    await alpha.kubectl(["run", pod, "--image=busybox:1"]);
    await alpha.kubectl(["wait", "--for=condition=Ready", `pod/${pod}`, "--timeout=60s"], { timeout: 70_000 });
    const shell = terminal(["exec", "-it", pod, "--", "sh"], { kubeconfig: alpha.kubeconfigPath, old, rows: 33, columns: 101 });
    await shell.waitFor(/# /);
    shell.type("stty size\r");
    await shell.waitFor(/33 101/);
    shell.resize(44, 120);
    await expect(async () => {
      shell.type("stty size\r");
      await shell.waitFor(/44 120/, 1000);
    }).toPass({ timeout: 10_000 });
    shell.type("exit 7\r");
    expect(await shell.exited).toBe(7);
    await alpha.kubectl(["delete", "pod", pod, "--now", "--wait=false"]);
  });

  test(`${name} hands on standard input and the exit code of a command in a pod`, async ({ clusters, kubectl }) => {
    const { alpha } = clusters;
    const args = ["run", `input-${old ? "old" : "new"}`, "--rm", "-i", "--quiet", "--restart=Never", "--image=busybox:1", "--", "sh", "-c", "cat; exit 3"];
    const result = await kubectl(args, { kubeconfig: alpha.kubeconfigPath, old, input: "a line\n", timeout: 60_000 });
    expect(result.stdout).toContain("a line");
    expect(result.code).toBe(3);
  });
}
