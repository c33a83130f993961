// Nothing left to open a socket with, and no room on the disk: both are set on the real program from outside.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { databaseFile, openDatabase } from "#lib/db.ts";
import { get, watch } from "./exchanges.ts";
import { askProgram as ask, openOn as open, openPrograms } from "./programs.ts";

const { start, api } = openPrograms();
const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0).reverse()) each();
});

// R23
describe("a program without a descriptor left", () => {
  const limitOf = (pid: number, limit: number) => execFileSync("prlimit", [`--pid=${pid}`, `--nofile=${limit}:20000`]);
  /** The limit is on the number of a descriptor, and a new one gets the lowest that is free. */
  const exhaust = (pid: number) => {
    let lowest = 0;
    for (const used = new Set(readdirSync(`/proc/${pid}/fd`)); used.has(String(lowest)); ) lowest++;
    limitOf(pid, lowest);
  };

  it("tells at its start how many connections its limit allows", async () => {
    const program = await start({ prefix: ["prlimit", "--nofile=600:600"] });
    expect(program.output()).toMatch(/"connectionsMax":200,"descriptorLimit":600/);
    expect(await ask(program, get)).toMatchObject({ code: 200 });
  });

  it("lives, carries what is open, and takes new connections again as soon as it can", async () => {
    const program = await start();
    const watcher = await open(program, watch);
    exhaust(program.pid);
    for (let index = 0; index < 5; index++) {
      const refused = net.connect(program.port, "127.0.0.1");
      refused.on("error", () => {});
      await once(refused.resume(), "close");
    }
    api().requests[0]?.socket.write("5\r\nhello\r\n");
    await watcher.until("hello");
    limitOf(program.pid, 1000);
    expect(await ask(program, get)).toMatchObject({ code: 200 });
  });

  it("answers what needs a connection to the cluster with a 502, and keeps the client's connection", async () => {
    const program = await start();
    const client = await open(program, get);
    await client.until("{}");
    // The pool's connection to the cluster is busy with a watch, so the next request needs another one.
    const kept = await open(program, watch);
    exhaust(program.pid);
    client.received = "";
    client.send(program.fill(get + get));
    await client.until("HTTP/1.1 ");
    limitOf(program.pid, 1000);
    client.received = "";
    client.send(program.fill(get));
    await client.until("HTTP/1.1 200");
    kept.socket.destroy();
  });
});

// R24
describe("a program whose disk is full", () => {
  /** A disk of eight mebibytes, and how to fill it and make room again. */
  function smallDisk() {
    const folder = mkdtempSync(path.join(tmpdir(), "drawbridge-disk-"));
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m,mode=700", "drawbridge-test", folder]);
    undo.push(() => {
      execFileSync("umount", ["--lazy", folder]);
      rmSync(folder, { recursive: true });
    });
    const ballast = path.join(folder, "ballast");
    return {
      folder,
      fill() {
        const piece = Buffer.alloc(4096);
        try {
          for (;;) writeFileSync(ballast, piece, { flag: "a" });
        } catch {
          // As intended: ENOSPC.
        }
      },
      makeRoom: () => rmSync(ballast),
    };
  }

  const rows = async (dataDir: string) => {
    const db = openDatabase(databaseFile(dataDir));
    const count = await db.auditEvent.count({ where: { action: "request.forwarded" } });
    await db.$disconnect();
    return count;
  };

  it("data and log: goes on serving, and writes again when there is room", async () => {
    const disk = smallDisk();
    const program = await start({ dataDir: path.join(disk.folder, "data"), logFile: path.join(disk.folder, "log") });
    const watcher = await open(program, watch);
    disk.fill();
    for (let index = 0; index < 50; index++) expect(await ask(program, get)).toMatchObject({ code: 200 });
    // Audit rows are tried several times a second.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(await ask(program, get)).toMatchObject({ code: 200 });
    api().requests[0]?.socket.write("5\r\nhello\r\n");
    await watcher.until("hello");
    disk.makeRoom();
    const before = await rows(program.dataDir);
    await vi.waitFor(
      async () => {
        expect(await ask(program, get)).toMatchObject({ code: 200 });
        expect(await rows(program.dataDir)).toBeGreaterThan(before);
      },
      { timeout: 20_000, interval: 500 },
    );
    program.signal("SIGTERM");
    watcher.socket.destroy();
    expect(await program.exited).toBe(0);
  });
});
