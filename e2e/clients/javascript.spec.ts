import { PassThrough } from "node:stream";
import { CoreV1Api, Exec, KubeConfig, KubernetesObjectApi, makeInformer, PatchStrategy, type V1ConfigMap, type V1Status } from "@kubernetes/client-node";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

// P11, P18, P24, P32
test("the JavaScript client lists, watches, applies and executes", async ({ house, signedInAs, kubectl }, testInfo) => {
  const kubeconfig = await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo);
  const namespace = "default";
  const name = "applied-by-javascript";
  await kubectl(["delete", "configmap", name, "--ignore-not-found"], { kubeconfig });
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const core = config.makeApiClient(CoreV1Api);

  const { items } = await core.listNamespacedPod({ namespace });
  expect(items.map((pod) => pod.metadata?.name)).toContain("web");

  const heard: string[] = [];
  const informer = makeInformer<V1ConfigMap>(config, `/api/v1/namespaces/${namespace}/configmaps`, () => core.listNamespacedConfigMap({ namespace }));
  for (const verb of ["add", "delete"] as const) informer.on(verb, (object) => void heard.push(`${verb} ${object.metadata?.name}`));
  await informer.start();
  const object = { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data: { by: "javascript" } };
  await KubernetesObjectApi.makeApiClient(config).patch(object, undefined, undefined, "javascript", true, PatchStrategy.ServerSideApply);
  await expect.poll(() => heard).toContain(`add ${name}`);
  await core.deleteNamespacedConfigMap({ name, namespace });
  await expect.poll(() => heard).toContain(`delete ${name}`);
  await informer.stop();

  const output = new PassThrough();
  const status = await new Promise<V1Status>((resolve, reject) => {
    new Exec(config).exec(namespace, "web", "web", ["sh", "-c", "echo hello; exit 7"], output, null, null, false, resolve).catch(reject);
  });
  expect(status.details?.causes).toEqual([{ reason: "ExitCode", message: "7" }]);
  expect(String(output.read())).toBe("hello\n");
});
