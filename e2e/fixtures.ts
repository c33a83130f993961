import { test as base, type Page } from "@playwright/test";
import { type KubectlResult, kubectlEnvironment, runKubectl } from "./cluster/kubectl.ts";
import { type ClusterPair, requirePair } from "./cluster/pair.ts";
import { type Gateway, type GatewayOptions, startGateway, stateFolder } from "./gateway.ts";
import { openTerminal, type Terminal } from "./terminal.ts";
import { describeFinds, scanForTokens } from "./token-scan.ts";

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

type WorkerFixtures = {
  clusters: ClusterPair;
  /** Searches, when all tests of a worker are over, everything that every Drawbridge of theirs wrote, and the clusters' audit logs, for tokens. */
  tokenSearch: undefined;
};

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
  tokenSearch: [
    async ({ clusters }, use) => {
      await use(undefined);
      const folder = stateFolder();
      if (folder === undefined) return;
      const auditLogs = [clusters.alpha, clusters.beta].flatMap(({ auditLogPath }) => auditLogPath ?? []);
      const { files, issued, found } = scanForTokens([folder], auditLogs);
      process.stdout.write(`tokens: ${issued} issued; ${found.length} found in ${files} files that were written\n`);
      if (found.length > 0) throw new Error(`tokens in clear: ${describeFinds(found)}`);
    },
    { scope: "worker", auto: true, timeout: 120_000 },
  ],
  page: ({ page }, use) => use(readByAPerson(page)),
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

/**
 * Nobody types in the moment in which a page is drawn and its scripts have not taken it over: a page that was opened or loaded anew is given back
 * once they have. What is typed on a slow line before that has a test of its own.
 */
function readByAPerson(page: Page): Page {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  page.goto = async (url, options) => {
    const response = await goto(url, options);
    if (options?.waitUntil === undefined) await page.waitForFunction(isTakenOver);
    return response;
  };
  page.reload = async (options) => {
    const response = await reload(options);
    if (options?.waitUntil === undefined) await page.waitForFunction(isTakenOver);
    return response;
  };
  return page;
}

/** React marks each element that it answers for. */
function isTakenOver(): boolean {
  return [...document.querySelectorAll("form, button, input, select, textarea")].every((control) =>
    Object.keys(control).some((key) => key.startsWith("__reactFiber$")),
  );
}
