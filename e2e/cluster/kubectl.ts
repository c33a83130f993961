import { spawn } from "node:child_process";

export type KubectlOptions = {
  kubeconfig: string;
  /** Where it may keep what it learned of the server. */
  cacheFolder: string;
  /** Text for its standard input. */
  input?: string | undefined;
  env?: Record<string, string> | undefined;
  /** Milliseconds until it is killed and the call fails; 30 s unless told. */
  timeout?: number | undefined;
};

export type KubectlResult = { code: number | null; stdout: string; stderr: string };

/** Runs a kubectl to its end. Resolves whatever its exit code is; rejects when it cannot start or exceeds `timeout`. */
export function runKubectl(program: string, args: readonly string[], options: KubectlOptions): Promise<KubectlResult> {
  const { kubeconfig, cacheFolder, input, env, timeout = 30_000 } = options;
  const child = spawn(program, [`--kubeconfig=${kubeconfig}`, ...args], { env: { ...kubectlEnvironment(cacheFolder), ...env } });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  child.stdin.on("error", () => {}); // It may end without reading all of its input.
  child.stdin.end(input ?? "");
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`kubectl ${args.join(" ")} did not end in ${timeout} ms\n${stdout}\n${stderr}`));
    }, timeout);
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ code, stdout, stderr });
    });
  });
}

/**
 * The variables for any kubectl of the tests: a forgotten `--kubeconfig` never reaches the developer's own cluster,
 * and what kubectl remembers of a server goes away with the test clusters, whose ports will be used again.
 */
export function kubectlEnvironment(cacheFolder: string): NodeJS.ProcessEnv {
  return { ...process.env, KUBECONFIG: "/dev/null", KUBECACHEDIR: cacheFolder };
}

export type RunningKubectl = {
  stdout(): string;
  stderr(): string;
  /** Resolves with the exit code when it ends by itself or is stopped. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
};

/** Starts a kubectl that goes on until it is stopped, or what it is connected to ends. */
export function startKubectl(program: string, args: readonly string[], options: { kubeconfig: string; cacheFolder: string }): RunningKubectl {
  const child = spawn(program, [`--kubeconfig=${options.kubeconfig}`, ...args], {
    env: kubectlEnvironment(options.cacheFolder),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  return {
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
