import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";
import { ensureHelm } from "./programs.ts";
import { runProgram } from "./run-program.ts";

test.setTimeout(1_800_000);

function writeChart(folder: string): string {
  const chart = join(folder, "chart");
  mkdirSync(join(chart, "templates"), { recursive: true });
  writeFileSync(join(chart, "Chart.yaml"), "apiVersion: v2\nname: notes\nversion: 1.0.0\n");
  writeFileSync(join(chart, "values.yaml"), "text: first\nreplicas: 1\n");
  writeFileSync(
    join(chart, "templates", "notes.yaml"),
    `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}-notes" }
data: { text: "{{ .Values.text }}" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: "{{ .Release.Name }}-clock" }
spec:
  replicas: {{ .Values.replicas }}
  selector: { matchLabels: { app: "{{ .Release.Name }}" } }
  template:
    metadata: { labels: { app: "{{ .Release.Name }}" } }
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{ name: main, image: "busybox:1", imagePullPolicy: Never, command: [sleep, "1000000"] }]
`,
  );
  return chart;
}

// P11, P15, P18, P24
test("helm installs, waits, upgrades, lists and removes a release", async ({ house, signedInAs, kubectl }, testInfo) => {
  const helm = await ensureHelm();
  const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
  const chart = writeChart(testInfo.outputDir);
  const folders = ["CACHE", "CONFIG", "DATA"].map((name) => [`HELM_${name}_HOME`, join(testInfo.outputDir, name)] as const);
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runProgram([helm, "--kubeconfig", kubeconfig, "--namespace", "shop", ...args], Object.fromEntries(folders));
    expect({ code, stderr }, `helm ${args.join(" ")}`).toMatchObject({ code: 0 });
    return stdout;
  };
  await run("install", "spec", chart, "--wait", "--timeout", "60s");
  expect((await kubectl(["get", "configmap", "spec-notes", "--namespace=shop", "--output=jsonpath={.data.text}"], { kubeconfig })).stdout).toBe("first");
  await run("upgrade", "spec", chart, "--set", "text=second,replicas=2", "--wait", "--timeout", "60s");
  expect(JSON.parse(await run("list", "--output=json"))).toMatchObject([{ name: "spec", revision: "2", status: "deployed" }]);
  expect(await run("get", "manifest", "spec")).toContain("second");
  expect((await kubectl(["get", "deployment", "spec-clock", "--namespace=shop", "--output=jsonpath={.status.readyReplicas}"], { kubeconfig })).stdout).toBe(
    "2",
  );
  await run("rollback", "spec", "1", "--wait", "--timeout", "60s");
  await run("uninstall", "spec", "--wait", "--timeout", "60s");
  expect((await kubectl(["get", "configmap,deployment", "--namespace=shop", "--output=name"], { kubeconfig })).stdout).not.toContain("spec-");
});
