import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { commandsFor } from "./kubeconfig-commands.ts";

const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

/** A home with a kubeconfig, a downloaded file, and a kubectl that prints the files it was told to merge, or fails. */
function homeWith(kubectl: string) {
  const home = mkdtempSync(path.join(tmpdir(), "drawbridge-home-"));
  homes.push(home);
  for (const folder of [".kube", "Downloads", "bin"]) mkdirSync(path.join(home, folder));
  writeFileSync(path.join(home, ".kube/config"), "old\n");
  writeFileSync(path.join(home, "Downloads/drawbridge-laptop.yaml"), "new\n");
  writeFileSync(path.join(home, "bin/kubectl"), `#!/bin/sh\n${kubectl}\n`, { mode: 0o755 });
  return {
    config: () => readFileSync(path.join(home, ".kube/config"), "utf8"),
    run: (command: string) => {
      try {
        execFileSync("bash", ["-c", command], { env: { NODE_ENV: "test", HOME: home, PATH: `${home}/bin:/usr/bin:/bin` }, stdio: "pipe" });
      } catch {
        // The command's own failure: what it left behind is what counts.
      }
    },
  };
}

describe("the merge command", () => {
  const merge = commandsFor("unix", "drawbridge-laptop.yaml", 1).merge ?? "";

  it("reads the new file before the old one, so that a new token wins", () => {
    const home = homeWith('IFS=:; for f in $KUBECONFIG; do cat "$f"; done');
    home.run(merge);
    expect(home.config()).toBe("new\nold\n");
  });

  it("leaves the old file as it was when kubectl fails", () => {
    const home = homeWith("exit 1");
    home.run(merge);
    expect(home.config()).toBe("old\n");
  });
});

it("makes the downloaded file private before it is used", () => {
  expect(commandsFor("unix", "f.yaml", 1).use.split("\n")[0]).toBe("chmod 600 ~/Downloads/f.yaml");
});

describe("the commands of PowerShell, which cannot be run here", () => {
  const { use, merge, tools } = commandsFor("windows", "f.yaml", 1);

  it("write UTF-8 without a mark, which kubectl can read, and put the new file in place only after kubectl has succeeded", () => {
    expect(use).toBe('$env:KUBECONFIG="$HOME\\Downloads\\f.yaml"');
    expect(merge).toContain('[IO.File]::WriteAllLines("$HOME\\.kube\\config.new"');
    expect(merge).not.toMatch(/[^-]>|Out-File|Set-Content/);
    expect(merge?.indexOf("$LASTEXITCODE -eq 0")).toBeLessThan(merge?.indexOf("Move-Item") ?? 0);
  });

  it("name the file to a dialog of Windows as such a dialog reads it", () => {
    expect(tools.find(({ tool }) => tool === "lens")?.command).toBe("%USERPROFILE%\\Downloads\\f.yaml");
  });
});

it("offers no tool with a window where there is none", () => {
  expect(commandsFor("ci", "f.yaml", 1).tools.map(({ tool }) => tool)).toEqual(["kubectl", "helm"]);
});
