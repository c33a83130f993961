import { once } from "node:events";
import net from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { guardedLookup } from "./address-guard.ts";
import { createBoundedLookup } from "./bounded-lookup.ts";

afterEach(() => void vi.useRealTimers());

/** A name server that answers when it is told to. */
function nameServer() {
  const asked: string[] = [];
  const answers: { resolve(address: string): void; reject(error: Error): void }[] = [];
  const time = { now: 0 };
  const lookup = createBoundedLookup({
    now: () => time.now,
    resolve(hostname) {
      asked.push(hostname);
      return new Promise((resolve, reject) => answers.push({ resolve: (address) => resolve([{ address, family: 4 }]), reject }));
    },
  });
  return { asked, answers, time, lookup };
}
const address = (text: string) => [{ address: text, family: 4 }];
const notFound = Object.assign(new Error("getaddrinfo ENOTFOUND"), { code: "ENOTFOUND" });

// R10
describe("while no name can be resolved", () => {
  it("a name that was known leads to where it led, and is not waited for for long", async () => {
    vi.useFakeTimers();
    const { answers, time, lookup } = nameServer();
    const first = lookup("alpha");
    answers[0]?.resolve("10.0.0.1");
    await first;
    time.now = 60_000;
    const hanging = lookup("alpha");
    await vi.advanceTimersByTimeAsync(3000);
    expect(await hanging).toEqual(address("10.0.0.1"));
    const failing = lookup("alpha");
    answers[1]?.reject(notFound);
    expect(await failing).toEqual(address("10.0.0.1"));
    time.now = 4_000_000;
    const tooLate = lookup("alpha");
    answers[2]?.reject(notFound);
    await expect(tooLate).rejects.toThrow("ENOTFOUND");
  });

  it("a name that was not known fails in three seconds, as one to be tried again", async () => {
    vi.useFakeTimers();
    const { lookup } = nameServer();
    const failed = expect(lookup("alpha")).rejects.toMatchObject({ code: "EAI_AGAIN" });
    await vi.advanceTimersByTimeAsync(3000);
    await failed;
  });

  it("two threads wait for it, however many names are asked for, and each name once", async () => {
    vi.useFakeTimers();
    const { asked, answers, lookup } = nameServer();
    const all = ["a", "b", "c", "a", "a", "c"].map((name) => lookup(name).catch(() => null));
    await vi.advanceTimersByTimeAsync(10);
    expect(asked).toEqual(["a", "b"]);
    answers[0]?.resolve("10.0.0.1");
    await vi.advanceTimersByTimeAsync(10);
    expect(asked).toEqual(["a", "b", "c"]);
    answers[1]?.reject(notFound);
    answers[2]?.resolve("10.0.0.3");
    expect(await Promise.all(all)).toEqual([address("10.0.0.1"), null, address("10.0.0.3"), address("10.0.0.1"), address("10.0.0.1"), address("10.0.0.3")]);
  });
});

// R11
it("a name that leads elsewhere is followed by new connections within five seconds", async () => {
  const servers = [net.createServer(), net.createServer()];
  servers[0]?.listen(0, "127.0.0.1");
  if (servers[0]) await once(servers[0], "listening");
  const bound = servers[0]?.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  servers[1]?.listen(port, "127.0.0.2");
  if (servers[1]) await once(servers[1], "listening");
  const { answers, time, lookup } = nameServer();
  const connect = async () => {
    const socket = net.connect({ host: "api.example", port, lookup: guardedLookup(port, lookup) });
    await once(socket, "connect");
    const { remoteAddress } = socket;
    socket.destroy();
    return remoteAddress;
  };
  const first = connect();
  answers[0]?.resolve("127.0.0.1");
  expect(await first).toBe("127.0.0.1");
  time.now = 4_999;
  expect(await connect()).toBe("127.0.0.1");
  time.now = 5_000;
  const moved = connect();
  answers[1]?.resolve("127.0.0.2");
  expect(await moved).toBe("127.0.0.2");
  for (const server of servers) server.close();
});

it("an address that is refused is refused from memory too", async () => {
  const { answers, lookup } = nameServer();
  const guarded = guardedLookup(443, lookup);
  const ask = () => new Promise<Error | null>((resolve) => guarded("api.example", { all: true }, (error) => resolve(error)));
  const first = ask();
  answers[0]?.resolve("169.254.169.254");
  expect(await first).toMatchObject({ code: "ERR_REFUSED_ADDRESS" });
  expect(await ask()).toMatchObject({ code: "ERR_REFUSED_ADDRESS" });
});
