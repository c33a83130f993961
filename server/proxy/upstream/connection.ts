// One TLS connection to an API server, which carries one request at a time. Listeners are set once a connection, not once a request, and
// no timer is held while nothing is wrong: an ordinary request costs its two writes and little else.
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import { type AnswerHandler, AnswerParser } from "./answer-parser.ts";

export interface AskHandler extends AnswerHandler {
  /** The connection takes more of the body again. */
  onDrain(): void;
  /** The connection broke, or what came was no answer. Nothing follows. */
  onFailure(error: Error): void;
  /** A 101 came that was asked for. The socket is the handler's from now on; `rest` came behind the head. */
  onUpgrade(socket: TLSSocket, rest: Buffer): void;
}

export interface Ask {
  /** The whole head with its blank line, one character a byte. */
  head: string;
  /** How the body, if there is one, is told from what follows. */
  body: "none" | "sized" | "chunked";
  /** The answer has no body whatever it says (HEAD). */
  bodyless: boolean;
  mayUpgrade: boolean;
}

export interface ConnectionOwner {
  /** The connection is whole and free. Returns false when it is not wanted any more. */
  onFree(connection: UpstreamConnection): boolean;
  onConnected(): void;
  /** Called once. `error` when it never came to be connected. */
  onClosed(connection: UpstreamConnection, connectError: Error | null): void;
  onSession(session: Buffer): void;
}

export interface ConnectOptions {
  tls: ConnectionOptions;
  connectTimeoutMs: number;
  owner: ConnectionOwner;
}

const keepAliveMs = 30_000;

const nobody: AskHandler = { onHead() {}, onHeadAlone() {}, onBody() {}, onEnd() {}, onDrain() {}, onFailure() {}, onUpgrade() {} };

export class UpstreamConnection {
  /** Milliseconds of `performance.now()`. */
  readonly openedAt = performance.now();
  /** When it was last given back. */
  freeSince = 0;
  /** It has carried a request before the present one. */
  reused = false;
  readonly #socket: TLSSocket;
  readonly #parser = new AnswerParser(nobody);
  readonly #owner: ConnectionOwner;
  #handler: AskHandler = nobody;
  #asked = false;
  #connected = false;
  #aborted = false;
  #mayUpgrade = false;
  #bodyKind: Ask["body"] = "none";
  #bodySent = true;
  #error: Error | null = null;
  #connectTimer: NodeJS.Timeout | undefined;

  constructor({ tls, connectTimeoutMs, owner }: ConnectOptions) {
    this.#owner = owner;
    const socket = connect(tls);
    this.#socket = socket;
    // Nothing leaves before the server has shown who it is.
    socket.cork();
    socket.setNoDelay(true);
    socket.setKeepAlive(true, keepAliveMs);
    this.#connectTimer = setTimeout(() => this.#fail(Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" })), connectTimeoutMs);
    socket.once("secureConnect", () => {
      clearTimeout(this.#connectTimer);
      this.#connected = true;
      socket.uncork();
      owner.onConnected();
    });
    socket.on("session", (session) => owner.onSession(session));
    socket.on("data", this.#onData);
    socket.on("drain", this.#onDrain);
    socket.on("end", this.#onPeerEnd);
    socket.on("error", this.#onError);
    socket.once("close", this.#onClose);
  }

  /** Whether it can take a request now. */
  get isFree(): boolean {
    return !this.#asked && !this.#socket.destroyed && this.#socket.readable;
  }

  /** A byte of an answer has come since the last `ask`. */
  get hasBegun(): boolean {
    return this.#parser.begun;
  }

  /** The answer is at a place where it may well end: see the parser. */
  get isBetweenChunks(): boolean {
    return this.#parser.isBetweenChunks;
  }

  /** Writes a request. The connection has to be free; it waits by itself until it is connected. */
  ask(ask: Ask, handler: AskHandler): void {
    if (this.#asked) throw new Error("the connection carries another request");
    this.#asked = true;
    this.#handler = handler;
    this.#bodyKind = ask.body;
    this.#bodySent = ask.body === "none";
    this.#mayUpgrade = ask.mayUpgrade;
    this.#parser.start(handler, ask);
    this.#socket.write(ask.head, "latin1");
  }

  /** Writes a piece of the body. Returns false when the next should wait for `onDrain`. */
  write(chunk: Buffer): boolean {
    if (this.#bodyKind !== "chunked") return this.#socket.write(chunk);
    if (chunk.length === 0) return true;
    this.#socket.cork();
    this.#socket.write(`${chunk.length.toString(16)}\r\n`, "latin1");
    this.#socket.write(chunk);
    const more = this.#socket.write("\r\n", "latin1");
    this.#socket.uncork();
    return more;
  }

  endBody(): void {
    if (this.#bodyKind === "chunked") this.#socket.write("0\r\n\r\n", "latin1");
    this.#bodySent = true;
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Nobody wants the answer any more. The connection is closed: the rest of the answer is on it. */
  abort(): void {
    this.#aborted = true;
    this.#let();
    this.#socket.destroy();
  }

  readonly #onData = (bytes: Buffer): void => {
    if (!this.#asked) {
      // Nothing was asked: it may be meant for the next answer (response splitting).
      this.#socket.destroy();
      return;
    }
    let used: number;
    try {
      used = this.#parser.push(bytes);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (this.#parser.isUpgraded) this.#handOver(bytes.subarray(used));
    else if (this.#parser.isDone && this.#asked) this.#finish(used === bytes.length);
  };

  /** The answer is whole. `clean`: nothing came behind it. A denied upgrade leaves no connection to use (CVE-2018-1002105). */
  #finish(clean: boolean): void {
    const reusable = clean && this.#parser.reusable && this.#bodySent && !this.#mayUpgrade;
    this.#let();
    this.reused = true;
    if (this.#socket.isPaused()) this.#socket.resume();
    if (!reusable || !this.#owner.onFree(this)) this.#socket.destroy();
  }

  #handOver(rest: Buffer): void {
    const socket = this.#socket;
    const handler = this.#handler;
    this.#let();
    socket.off("data", this.#onData).off("drain", this.#onDrain).off("end", this.#onPeerEnd).off("error", this.#onError);
    // Between two owners an error has no listener, and would end the process.
    socket.on("error", () => socket.destroy());
    socket.pause();
    handler.onUpgrade(socket, rest);
  }

  readonly #onDrain = (): void => this.#handler.onDrain();

  readonly #onPeerEnd = (): void => {
    if (this.#asked && this.#parser.finish()) {
      this.#let();
      this.#socket.destroy();
    }
  };

  readonly #onError = (error: Error): void => {
    this.#error = error;
  };

  readonly #onClose = (): void => {
    clearTimeout(this.#connectTimer);
    const error = this.#error ?? Object.assign(new Error("the connection ended"), { code: "ECONNRESET" });
    this.#owner.onClosed(this, this.#connected || this.#aborted ? null : error);
    this.#tell(error);
  };

  #fail(error: Error): void {
    this.#error = error;
    this.#socket.destroy();
    this.#tell(error);
  }

  #tell(error: Error): void {
    const handler = this.#handler;
    if (!this.#asked) return;
    this.#let();
    handler.onFailure(error);
  }

  #let(): void {
    this.#asked = false;
    this.#handler = nobody;
    this.#parser.stop();
  }
}
