import { test as base } from "@playwright/test";
import { type KubectlResult, kubectlEnvironment, runKubectl } from "./cluster/kubectl.ts";
import { type ClusterPair, requirePair } from "./cluster/pair.ts";
import { type Gateway, type GatewayOptions, startGateway } from "./gateway.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

export { expect } from "@playwright/test";

export type KubectlCall = {
  kubeconfig: string;
  /** The kubectl that speaks SPDY only. */
  old?: boolean;
  input?: string;
  env?: Record<string, string>;
  /** Milliseconds. */
  timeout?: number;
};

export type TerminalCall = { kubeconfig: string; old?: boolean; rows?: number; columns?: number };

type WorkerFixtures = { clusters: ClusterPair };

type TestFixtures = {
  /** Settings for `gateway`, by `test.use({ gatewayOptions: … })`. */
  gatewayOptions: GatewayOptions;
  /** A Drawbridge of this test alone, on an empty data directory. */
  gateway: Gateway;
  /** Any kubectl call; resolves with its exit code, whatever it is. */
  kubectl(args: readonly string[], call: KubectlCall): Promise<KubectlResult>;
  /** kubectl in a pseudo-terminal, closed after the test. */
  terminal(args: readonly string[], call: TerminalCall): Terminal;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from this pattern which fixtures are needed, and accepts nothing else.
  clusters: [({}, use) => use(requirePair()), { scope: "worker" }],
  gatewayOptions: [{}, { option: true }],
  gateway: async ({ gatewayOptions }, use, testInfo) => {
    const gateway = await startGateway(gatewayOptions);
    await use(gateway);
    await gateway.stop();
    if (testInfo.status !== testInfo.expectedStatus) await testInfo.attach("drawbridge.log", { body: gateway.output(), contentType: "text/plain" });
  },
  kubectl: ({ clusters }, use) =>
    use((args, { old = false, ...call }) => runKubectl(old ? clusters.kubectlOld : clusters.kubectl, args, { cacheFolder: clusters.cacheFolder, ...call })),
  terminal: async ({ clusters }, use) => {
    const opened: Terminal[] = [];
    await use((args, { kubeconfig, old = false, ...size }) => {
      const program = old ? clusters.kubectlOld : clusters.kubectl;
      const terminal = openTerminal([program, `--kubeconfig=${kubeconfig}`, ...args], { env: kubectlEnvironment(clusters.cacheFolder), ...size });
      opened.push(terminal);
      return terminal;
    });
    for (const terminal of opened) await terminal.close();
  },
});
