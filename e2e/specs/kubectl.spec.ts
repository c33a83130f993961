import { createHash, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { startKubectl } from "../cluster/kubectl.ts";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

// A file that a browser downloaded, and everything that people do with it. The old kubectl speaks SPDY only, the new one WebSocket.
for (const old of [false, true]) {
  test.describe(old ? "an old kubectl (SPDY)" : "kubectl (WebSocket)", () => {
    test(`get, apply, watch and delete`, async ({ house, signedInAs, kubectl, clusters }, testInfo) => {
      const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
      const name = `spec-${old ? "old" : "new"}`;
      const manifest = JSON.stringify({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: "default" }, data: { a: "1" } });
      const watch = startKubectl(old ? clusters.kubectlOld : clusters.kubectl, ["get", "configmaps", "--watch-only", "--output=name"], {
        kubeconfig,
        cacheFolder: clusters.cacheFolder,
      });
      // The watch may open after the object is made: then the next change of it is what is seen.
      await expect
        .poll(async () => {
          await kubectl(["delete", "configmap", name, "--ignore-not-found"], { kubeconfig, old });
          expect(await kubectl(["apply", "--filename=-"], { kubeconfig, old, input: manifest })).toMatchObject({ code: 0 });
          return watch.stdout();
        })
        .toContain(`configmap/${name}`);
      await watch.stop();
      expect((await kubectl(["get", "configmap", name, "--output=jsonpath={.data.a}"], { kubeconfig, old })).stdout).toBe("1");
      expect(await kubectl(["delete", "configmap", name], { kubeconfig, old })).toMatchObject({ code: 0 });
    });

    test("exec carries standard input, output and the exit code", async ({ house, signedInAs, kubectl }, testInfo) => {
      const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
      const answer = await kubectl(["exec", "-i", "web", "--", "sh", "-c", "cat; echo wrong >&2; exit 7"], { kubeconfig, old, input: "hello\n" });
      expect(answer).toMatchObject({ code: 7, stdout: "hello\n" });
      expect(answer.stderr).toContain("wrong");
    });

    test("a terminal is one in the pod too, and follows the window's size", async ({ house, signedInAs, terminal }, testInfo) => {
      const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
      const shell = terminal(["exec", "-it", "web", "--", "sh"], { kubeconfig, old, rows: 30, columns: 100 });
      shell.type("stty size\r");
      await shell.waitFor(/30 100/);
      shell.resize(40, 120);
      await expect
        .poll(async () => {
          shell.type("stty size\r");
          return shell.screen();
        })
        .toContain("40 120");
      shell.type("exit 3\r");
      expect(await shell.exited).toBe(3);
    });

    test("attach joins a running program", async ({ house, signedInAs, kubectl }, testInfo) => {
      const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
      const pod = `reader-${old ? "old" : "new"}`;
      await kubectl(["delete", "pod", pod, "--now", "--ignore-not-found"], { kubeconfig, old });
      await kubectl(["run", pod, "--image=busybox:1", "--stdin", "--attach=false", "--restart=Never", "--", "sh", "-c", "read line; echo got $line"], {
        kubeconfig,
        old,
      });
      await kubectl(["wait", "--for=condition=Ready", `pod/${pod}`, "--timeout=30s"], { kubeconfig, old });
      const answer = await kubectl(["attach", "--stdin", pod], { kubeconfig, old, input: "a line\n" });
      expect(answer.stdout).toContain("got a line");
      await kubectl(["delete", "pod", pod, "--now"], { kubeconfig, old });
    });

    test("cp brings a file there and back unchanged", async ({ house, signedInAs, kubectl }, testInfo) => {
      const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
      const [there, back] = [join(testInfo.outputDir, "there"), join(testInfo.outputDir, "back")];
      writeFileSync(there, randomBytes(3_000_000));
      expect(await kubectl(["cp", there, "web:/tmp/spec"], { kubeconfig, old })).toMatchObject({ code: 0 });
      expect(await kubectl(["cp", "web:/tmp/spec", back], { kubeconfig, old })).toMatchObject({ code: 0 });
      const hash = (file: string) => createHash("sha256").update(readFileSync(file)).digest("hex");
      expect(hash(back)).toBe(hash(there));
    });

    test("logs -f shows lines as they come", async ({ house, signedInAs, clusters }, testInfo) => {
      const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
      const logs = startKubectl(old ? clusters.kubectlOld : clusters.kubectl, ["logs", "-f", "--tail=1", "--namespace=shop", "deploy/clock"], {
        kubeconfig,
        cacheFolder: clusters.cacheFolder,
      });
      await expect.poll(() => logs.stdout().split("\n").length, { timeout: 20_000 }).toBeGreaterThan(2);
      await logs.stop();
    });

    test("port-forward carries a request to the pod", async ({ house, signedInAs, clusters }, testInfo) => {
      const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
      const forward = startKubectl(old ? clusters.kubectlOld : clusters.kubectl, ["port-forward", "--address=127.0.0.1", "pod/web", ":8080"], {
        kubeconfig,
        cacheFolder: clusters.cacheFolder,
      });
      await expect.poll(() => forward.stdout() + forward.stderr()).toMatch(/Forwarding from 127\.0\.0\.1:\d+/);
      const port = Number(/127\.0\.0\.1:(\d+)/.exec(forward.stdout())?.[1]);
      for (let round = 0; round < 3; round++) expect(await fetchText(port)).toContain("hello");
      await forward.stop();
    });

    test("the cluster knows the person by name, and the person their rights", async ({ house, signedInAs, kubectl }, testInfo) => {
      const kubeconfig = await downloadKubeconfig(await signedInAs("dina"), house.url, "staging", testInfo);
      const rights = await kubectl(["auth", "can-i", "--list", "--namespace=shop"], { kubeconfig, old });
      expect(rights.stdout).toMatch(/deployments\.apps\s.*create/);
      const who = await kubectl(["auth", "whoami", "--output=json"], { kubeconfig, old });
      expect(JSON.parse(who.stdout).status.userInfo).toMatchObject({
        username: "drawbridge:dina",
        groups: ["drawbridge:role:edit:shop", "system:authenticated"],
      });
    });

    test("get --raw, which drops the server's path, reaches the same cluster", async ({ house, signedInAs, kubectl }, testInfo) => {
      const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
      const answer = await kubectl(["get", "--raw", "/api/v1/namespaces/shop"], { kubeconfig, old });
      expect(answer).toMatchObject({ code: 0, stderr: "" });
      expect(JSON.parse(answer.stdout)).toMatchObject({ kind: "Namespace", metadata: { name: "shop" } });
    });
  });
}

test("acting as somebody else is refused with a sentence", async ({ house, signedInAs, kubectl }, testInfo) => {
  const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
  await kubectl(["get", "pods"], { kubeconfig });
  const answer = await kubectl(["get", "pods", "--as=bob", "--as-group=system:masters"], { kubeconfig });
  expect(answer.code).toBe(1);
  expect(answer.stderr).toContain("you act as yourself");
});

function fetchText(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ port, host: "127.0.0.1", path: "/", agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        text += chunk;
      });
      response.once("end", () => resolve(text));
    }).once("error", reject);
  });
}
