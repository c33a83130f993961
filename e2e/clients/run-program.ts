import { spawn } from "node:child_process";

export type ProgramResult = { code: number | null; stdout: string; stderr: string };

/** Runs a client to its end, without any kubeconfig but the one that `args` name. `env` adds to the machine's variables. */
export function runProgram(command: readonly string[], env: Record<string, string> = {}): Promise<ProgramResult> {
  const [file = "", ...args] = command;
  const child = spawn(file, args, { env: { ...process.env, KUBECONFIG: "/dev/null", ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return new Promise((resolve, reject) => child.once("error", reject).once("close", (code) => resolve({ code, stdout, stderr })));
}
