// The real program is told to stop, killed, or broken from within, while people are at work.
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { connect } from "#server/testing/gateway.ts";
import { exec, get, watch } from "./exchanges.ts";
import { askProgram as ask, openOn as open, openPrograms } from "./programs.ts";

const { start, keep, api } = openPrograms();
const probe = "GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n";

// R18
describe("SIGTERM", () => {
  it("takes readiness away at once, serves on for the delay, ends watches, lets an upload and an exec end, and then exits with 0", async () => {
    const program = await start({ env: { DRAWBRIDGE_DRAIN_DELAY: "2", DRAWBRIDGE_DRAIN_GRACE: "30" } });
    const watcher = await open(program, watch);
    const session = await open(program, exec);
    const upload = await connect(program, { servername: "localhost" });
    upload.send(program.fill("POST {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\nContent-Length: 10\r\n\r\nhello"));
    program.signal("SIGTERM");
    await program.told("stopping");
    expect(await ask(program, probe)).toMatchObject({ code: 503 });
    expect(await ask(program, get)).toMatchObject({ code: 200 });
    await watcher.untilClosed();
    upload.send("world");
    expect(await upload.untilClosed()).toMatch(/^HTTP\/1\.1 200 OK/);
    await expect(connect(program, { servername: "localhost" })).rejects.toThrow();
    session.send("exit");
    const { socket } = api().requests.find(({ target }) => target.includes("/exec")) ?? {};
    socket?.end("exit status");
    expect(await session.untilClosed()).toMatch(/exit status$/);
    expect(await program.exited).toBe(0);
    await api().quiet();
  });

  it("cuts an exec that outlives its grace, and exits with 0", async () => {
    const program = await start({ env: { DRAWBRIDGE_DRAIN_GRACE: "1" } });
    const session = await open(program, exec);
    program.signal("SIGTERM");
    await session.untilClosed();
    expect(await program.exited).toBe(0);
  });

  it("a second time ends everything at once", async () => {
    const program = await start();
    const session = await open(program, exec);
    program.signal("SIGTERM");
    await program.told("stopping");
    const startedAt = performance.now();
    program.signal("SIGTERM");
    await session.untilClosed();
    expect(await program.exited).toBe(1);
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });

  it("while nobody is there is over at once", async () => {
    const program = await start();
    program.signal("SIGTERM");
    expect(await program.exited).toBe(0);
  });
});

// R19
describe("SIGKILL", () => {
  it("is seen by every client, and the next start has all that was there", async () => {
    const program = await start();
    const watcher = await open(program, watch);
    const session = await open(program, exec);
    program.signal("SIGKILL");
    expect(await watcher.untilClosed()).not.toContain("0\r\n\r\n");
    await session.untilClosed();
    expect(await program.exited).toBe("SIGKILL");
    await api().quiet();
    const next = await program.again();
    keep(next);
    expect(next.caData).toBe(program.caData);
    expect(await ask(next, get)).toMatchObject({ code: 200 });
  });
});

const broken = (fault: "throw" | "heap", ...nodeOptions: string[]) => ({
  nodeOptions: [`--import=${pathToFileURL(path.join(import.meta.dirname, "on-signal.ts"))}?${fault}`, ...nodeOptions],
});

// R20
it("an error that nobody was prepared for is told, gives what runs a moment to end, and ends the program as a failure", async () => {
  const program = await start(broken("throw"));
  const upload = await connect(program, { servername: "localhost" });
  upload.send(program.fill("POST {prefix}/api/v1/pods HTTP/1.1\r\n{auth}\r\nContent-Length: 10\r\n\r\nhello"));
  program.signal("SIGUSR2");
  await program.told("nobody was prepared for this");
  upload.send("world");
  expect(await upload.untilClosed()).toMatch(/^HTTP\/1\.1 200 OK/);
  expect(await program.exited).toBe(1);
});

// R21
it("a heap that is nearly full takes nothing new, carries what is open, and takes everything again when it is free", async () => {
  const program = await start(broken("heap", "--max-old-space-size=400"));
  const watcher = await open(program, watch);
  program.signal("SIGUSR2");
  await program.told("the memory is nearly full");
  const refused = await ask(program, get);
  expect(refused).toMatchObject({ code: 503, message: expect.stringContaining("memory") });
  expect(refused.headers).toContain("Retry-After: 5");
  api().requests[0]?.socket.write("5\r\nhello\r\n");
  await watcher.until("hello");
  program.signal("SIGUSR2");
  await program.told("there is memory again");
  expect(await ask(program, get)).toMatchObject({ code: 200 });
});
