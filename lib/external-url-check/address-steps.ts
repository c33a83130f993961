import { lookup } from "node:dns/promises";
import { once } from "node:events";
import { connect, isIP } from "node:net";
import { checkAddress } from "../address-guard/index.ts";
import { t } from "../texts/index.ts";
import { StepFailed, within } from "./step-failed.ts";

/** Where a URL leads: `host` without brackets. */
export interface Place {
  host: string;
  port: number;
}

export interface StepLimits {
  limitMs: number;
  signal: AbortSignal;
}

/** The addresses of `host`. Throws StepFailed, also for one that no Drawbridge has (metadata services, link-local). */
export async function resolveName({ host, port }: Place, limits: StepLimits): Promise<string[]> {
  const failure = new StepFailed(t("The DNS server has not answered for {host}.", { host }), t("Look at the resolver of this machine."));
  let found: string[];
  try {
    found = isIP(host) ? [host] : (await within(lookup(host, { all: true }), { ...limits, failure })).map(({ address }) => address);
  } catch (error) {
    if (error instanceof StepFailed) throw error;
    throw new StepFailed(t("DNS knows no {host}.", { host }), t("Add an A or AAAA record for {host} that leads here, or correct the external URL.", { host }));
  }
  try {
    for (const address of found) checkAddress(address, port, []);
  } catch {
    throw new StepFailed(
      t("{host} leads to {addresses}, which is a link-local, metadata or unspecified address.", { host, addresses: found.join(", ") }),
      t("Correct the external URL or its record."),
    );
  }
  return found;
}

/** Which of `addresses` accept a connection. Throws StepFailed when one does not. */
export async function connectEach(addresses: readonly string[], port: number, limits: StepLimits): Promise<void> {
  for (const address of addresses) await connectTo(address, port, limits);
}

async function connectTo(address: string, port: number, { limitMs, signal }: StepLimits): Promise<void> {
  const socket = connect({ host: address, port });
  socket.on("error", () => {});
  const silent = new StepFailed(
    t("Nothing answers at {address}, port {port}.", { address, port }),
    t("A firewall drops the connection, or the address is not reachable from here: open the port, or correct the record."),
  );
  try {
    await within(once(socket, "connect"), { limitMs, signal, failure: silent });
  } catch (error) {
    if (error instanceof StepFailed) throw error;
    throw new StepFailed(
      t("{address} refuses connections on port {port}.", { address, port }),
      t("Nothing listens there: start the load balancer, or let Drawbridge listen for others with DRAWBRIDGE_LISTEN=0.0.0.0:9443."),
    );
  } finally {
    socket.destroy();
  }
}
