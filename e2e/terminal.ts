import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type TerminalOptions = { env: NodeJS.ProcessEnv; rows?: number; columns?: number };

export type Terminal = {
  /** Everything shown so far, with its control sequences. */
  screen(): string;
  /** Types `text`; end a line by `\r` as the Enter key does. */
  type(text: string): void;
  /** Resolves when what is shown after the last successful wait matches. Rejects with the screen after `timeoutMs`. */
  waitFor(pattern: RegExp, timeoutMs?: number): Promise<RegExpExecArray>;
  /** Changes the window as a person drags it; the program is told by SIGWINCH. */
  resize(rows: number, columns: number): void;
  /** Exit code of the program. */
  exited: Promise<number | null>;
  /** Ends the program if it still runs. */
  close(): Promise<void>;
};

/** Runs a program in a real pseudo-terminal (that of util-linux's `script`), for what behaves otherwise without one. */
export function openTerminal(command: readonly string[], options: TerminalOptions): Terminal {
  const { env, rows = 24, columns = 80 } = options;
  const folder = mkdtempSync(join(tmpdir(), "drawbridge-terminal-"));
  const deviceFile = join(folder, "device");
  // The name of the terminal is written down, so that its window can be changed from outside.
  const line = `tty > ${quote(deviceFile)}; stty rows ${rows} cols ${columns}; exec ${command.map(quote).join(" ")}`;
  const child = spawn("script", ["--quiet", "--return", "--flush", "--command", line, "/dev/null"], { env: { ...env, SHELL: "/bin/sh", TERM: "xterm" } });
  let shown = "";
  let seen = 0;
  const listeners = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
    for (const listener of listeners) listener();
  });
  child.stdin.on("error", () => {}); // The program may end while someone types.
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      rmSync(folder, { recursive: true });
      for (const listener of listeners) listener();
      resolve(code);
    });
  });
  return {
    screen: () => shown,
    type: (text) => child.stdin.write(text),
    waitFor: (pattern, timeoutMs = 15_000) =>
      new Promise((resolve, reject) => {
        const done = (settle: () => void) => {
          clearTimeout(timer);
          listeners.delete(look);
          settle();
        };
        const look = () => {
          const match = pattern.exec(shown.slice(seen));
          if (match !== null) {
            seen += match.index + match[0].length;
            done(() => resolve(match));
          } else if (hasEnded(child)) {
            done(() => reject(new Error(`the program ended without showing ${pattern}:\n${shown}`)));
          }
        };
        const timer = setTimeout(() => done(() => reject(new Error(`not shown in ${timeoutMs} ms: ${pattern}; the screen is\n${shown}`))), timeoutMs);
        listeners.add(look);
        look();
      }),
    resize: (newRows, newColumns) => {
      const device = readFileSync(deviceFile, "utf8").trim();
      execFileSync("stty", ["-F", device, "rows", String(newRows), "cols", String(newColumns)]);
    },
    exited,
    async close() {
      if (!hasEnded(child)) child.kill("SIGTERM");
      await exited;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
