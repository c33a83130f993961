import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Waits until no other bench runs on this machine, and keeps the place until this process ends, however it ends: two at once would measure
 * each other. The place is an abstract socket, which Linux alone has; elsewhere nothing is kept.
 */
export async function waitForTurn(signal: AbortSignal): Promise<void> {
  if (process.platform !== "linux") return;
  for (let told = false; !(await takePlace()); told = true) {
    if (!told) process.stderr.write("waiting for another bench to end …\n");
    await delay(1000, undefined, { signal });
  }
}

async function takePlace(): Promise<boolean> {
  const place = createServer((socket) => socket.destroy());
  place.listen("\0drawbridge-bench");
  try {
    await once(place, "listening");
  } catch {
    return false;
  }
  place.unref();
  return true;
}
