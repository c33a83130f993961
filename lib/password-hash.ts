// Passwords as argon2id (RFC 9106 §4, the second recommended option: 64 MiB, 3 passes), in the PHC string form.
import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import type { RandomBytes } from "./random.ts";

const derive = promisify(argon2);
const cost = { memory: 64 * 1024, passes: 3, parallelism: 1 };
const tagLength = 32;

// Each run takes 64 MiB and some 180 ms of a core: a flood of sign-ins must take neither the proxy's memory nor its cores.
const runningMax = 2;
const waitingMax = 16;
let running = 0;
const waiting: (() => void)[] = [];

/** Too many passwords wait to be checked. Nothing was tried: the same may succeed in a moment. */
export class TooBusy extends Error {
  constructor() {
    super("Too many people are signing in at this moment. Try again in a few seconds.");
    this.name = "TooBusy";
  }
}

/** Throws TooBusy. */
export async function hashPassword(password: string, random: RandomBytes = randomBytes): Promise<string> {
  const salt = Buffer.from(random(16));
  const tag = await inTurn(() => derive("argon2id", { message: password, nonce: salt, tagLength, ...cost }));
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(tag)}`;
}

// Of no password: what a person who is not there is compared with, so that a stranger cannot tell them by the clock.
const nobody = `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${unpadded(Buffer.alloc(16))}$${unpadded(Buffer.alloc(tagLength))}`;

/** Takes the same time whether there is a hash or not; without one the answer is false. Throws TooBusy. */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash ?? nobody);
  const [, memory, passes, parallelism, salt = "", expected = ""] = match ?? [];
  if (!match) throw new Error("a stored password hash is damaged");
  const tag = Buffer.from(expected, "base64");
  const parameters = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  const found = await inTurn(() => derive("argon2id", { message: password, nonce: Buffer.from(salt, "base64"), tagLength: tag.length, ...parameters }));
  return timingSafeEqual(found, tag) && hash !== null;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= runningMax) {
    if (waiting.length >= waitingMax) throw new TooBusy();
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    // The turn is handed on, not given back: nobody can slip in between.
    if (next) next();
    else running--;
  }
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/=+$/, "");
}
