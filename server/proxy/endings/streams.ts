// What a person may have open when they lose access: a watch, two shells, and the answer to a plain GET that takes long.
import { expect } from "vitest";
import type { RunningKubectl } from "#e2e/cluster/kubectl.ts";
import { type House, namespace, type Tenant } from "./house.ts";

export interface OpenStreams {
  /** Resolves once all of them have ended, with what each has ended as, by its audit row. */
  ended(): Promise<Record<string, string | null>>;
  /** Whether one of them has. */
  anyEnded(): boolean;
  watch: RunningKubectl;
  /** Lets the client of the long GET take all of it. */
  readOn(): Promise<void>;
  /** Ends what is still open. */
  close(): Promise<void>;
}

const long = `/api/v1/namespaces/${namespace}/configmaps?labelSelector=app%3Dendings`;
/** Twelve objects of 900 kB. */
const longBytes = 10_800_000;

export async function openStreams({ db }: House, tenant: Tenant): Promise<OpenStreams> {
  const shell = ["exec", `--namespace=${namespace}`, "main", "--", "sh", "-c", "echo begun; sleep 600"];
  const watch = tenant.start(["get", "pods", `--namespace=${namespace}`, "--watch", "--output=name"]);
  const shells = [tenant.start(shell), tenant.start(shell, { old: true })];
  const running = [watch, ...shells];
  const over = new Set<RunningKubectl>();
  for (const each of running) void each.ended.then(() => over.add(each));
  const reader = await tenant.alpha.open("GET", long);
  await reader.until("\r\n\r\n");
  // The client takes no more for now: the answer stands half-way.
  reader.socket.pause();
  const told = async (stream: RunningKubectl, text: string) =>
    expect.poll(() => stream.stdout() + stream.stderr(), { timeout: 30_000, interval: 20 }).toContain(text);
  await told(watch, "pod/main");
  for (const each of shells) await told(each, "begun");
  const rows = () => db.auditEvent.findMany({ where: { kubeconfigId: tenant.fileId, action: { in: ["stream.ended", "request.forwarded"] } } });
  const endOf = async (matches: (row: { action: string; requestURI: string | null; subresource: string | null }) => boolean) =>
    (await rows()).filter(matches).at(-1)?.endedBy ?? null;
  return {
    watch,
    anyEnded: () => over.size > 0 || reader.closed,
    async ended() {
      await Promise.all(running.map((each) => each.ended));
      const isLong = ({ requestURI }: { requestURI: string | null }) => requestURI?.endsWith(long) ?? false;
      await expect.poll(async () => (await rows()).some(isLong), { timeout: 10_000, interval: 20 }).toBe(true);
      return {
        watch: await endOf((row) => row.action === "stream.ended" && (row.requestURI?.includes("watch=true") ?? false)),
        exec: await endOf((row) => row.action === "stream.ended" && row.subresource === "exec"),
        get: await endOf(isLong),
      };
    },
    async readOn() {
      reader.socket.resume();
      await expect.poll(() => reader.received.length, { timeout: 30_000 }).toBeGreaterThan(longBytes);
    },
    async close() {
      if (over.size > 0 && !reader.closed && reader.received.length < longBytes) {
        // What the kernel had taken before is the client's; the whole is not.
        reader.socket.resume();
        expect((await reader.untilClosed()).length).toBeLessThan(longBytes);
      }
      reader.socket.destroy();
      for (const each of running) await each.stop();
    },
  };
}
