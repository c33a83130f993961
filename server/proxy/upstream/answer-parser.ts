// Reads an API server's answers (RFC 9112), strictly: whatever two readers could take for different things is refused, and the connection
// with it. It is ours since it is the half of the data path that costs most; what it accepts, Node's own parser accepts in the same way,
// which a fuzzer holds (attacks/fuzz-answers.test.ts).
import { type AnswerHead, InvalidAnswer, type ParsedHead, parseHead, parseTrailer } from "./answer-head.ts";

/** What comes of an answer, in order. A handler may stop the parser at any call. */
export interface AnswerHandler {
  onHead(head: AnswerHead): void;
  /** Nothing of the body came together with the head. */
  onHeadAlone(): void;
  /** A piece of the body that is not the last. It is valid for ever: nothing is written over it. */
  onBody(chunk: Buffer): void;
  /** The answer is whole. `chunk` is the last piece of its body, so that a small answer can leave in one write. */
  onEnd(chunk: Buffer | null, rawTrailers: string[]): void;
}

/** As much as Kubernetes takes of a request's head. */
const headBytesMax = 1024 * 1024;
const trailerBytesMax = 16 * 1024;
/** `100`, `102` and `103` before an answer. A server that goes on with them has no answer. */
const interimMax = 8;
/** Digits of a chunk's size: 16 TiB at most, far below what a number holds exactly. */
const sizeDigitsMax = 11;

type State =
  | "head"
  | "sized"
  | "chunk-size"
  | "chunk-size-lf"
  | "chunk-data"
  | "chunk-cr"
  | "chunk-lf"
  | "trailers"
  | "until-close"
  | "upgraded"
  | "done"
  | "stopped";

const cr = 13;
const lf = 10;
const nothing: string[] = [];

export class AnswerParser {
  /** The connection may carry another request once this answer is whole. */
  reusable = false;
  /** Whether a byte of this answer came. */
  begun = false;
  #state: State = "done";
  #handler: AnswerHandler;
  #bodyless = false;
  #mayUpgrade = false;
  #interim = 0;
  /** Bytes of the body, or of the chunk, that are still to come. */
  #left = 0;
  #sizeDigits = 0;
  #pending: Buffer | null = null;
  #headAlone = false;
  /** An unfinished head or trailer line. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #trailers: string[] = nothing;
  #trailerBytes = 0;

  constructor(handler: AnswerHandler) {
    this.#handler = handler;
  }

  /** Gets ready for one answer. `bodyless`: the request was a HEAD. `mayUpgrade`: a 101 is what was asked for. */
  start(handler: AnswerHandler, options: { bodyless: boolean; mayUpgrade: boolean }): void {
    this.#handler = handler;
    this.#bodyless = options.bodyless;
    this.#mayUpgrade = options.mayUpgrade;
    this.#state = "head";
    this.reusable = false;
    this.begun = false;
    this.#interim = 0;
    this.#trailers = nothing;
    this.#trailerBytes = 0;
  }

  /** The answer came whole, by its own framing. */
  get isDone(): boolean {
    return this.#state === "done";
  }

  /** A whole chunk came, and nothing of the next one. Servers of streams of events send each event, or several, as a chunk. */
  get isBetweenChunks(): boolean {
    return this.#state === "chunk-size" && this.#sizeDigits === 0;
  }

  /** A 101 came; what follows is of the other protocol. */
  get isUpgraded(): boolean {
    return this.#state === "upgraded";
  }

  /** No call of the handler follows. */
  stop(): void {
    this.#state = "stopped";
    this.#pending = null;
    this.#headAlone = false;
    this.#held = [];
    this.#heldBytes = 0;
  }

  /**
   * Reads what came. Returns how many bytes belong to this answer: fewer than all when it ended before them.
   * Throws InvalidAnswer; nothing more may be pushed then.
   */
  push(bytes: Buffer): number {
    this.begun = true;
    let at = 0;
    while (at < bytes.length) {
      const next = this.#step(bytes, at);
      if (next === null) break;
      at = next;
    }
    this.#flush();
    if (this.#headAlone) {
      this.#headAlone = false;
      this.#handler.onHeadAlone();
    }
    return at;
  }

  /** The peer has ended the connection. Returns whether that was the end of an answer. */
  finish(): boolean {
    if (this.#state !== "until-close") return false;
    this.#end();
    return true;
  }

  /** Takes one step from `at` and returns where the next begins; null when nothing more is wanted. */
  #step(bytes: Buffer, at: number): number | null {
    switch (this.#state) {
      case "head":
        return this.#readHead(bytes, at);
      case "sized":
      case "chunk-data":
        return this.#readSized(bytes, at);
      case "chunk-size":
        return this.#readChunkSize(bytes, at);
      case "chunk-size-lf":
        expectByte(bytes[at], lf);
        this.#state = this.#left === 0 ? "trailers" : "chunk-data";
        return at + 1;
      case "chunk-cr":
        expectByte(bytes[at], cr);
        this.#state = "chunk-lf";
        return at + 1;
      case "chunk-lf":
        expectByte(bytes[at], lf);
        this.#startChunk();
        return at + 1;
      case "trailers":
        return this.#readTrailer(bytes, at);
      case "until-close":
        this.#emit(at === 0 ? bytes : bytes.subarray(at));
        return bytes.length;
      default:
        return null;
    }
  }

  #readHead(bytes: Buffer, at: number): number {
    const end = this.#endOfHead(bytes, at);
    const size = this.#heldBytes + (end === -1 ? bytes.length : end) - at;
    if (size > headBytesMax) throw new InvalidAnswer("the head is too long");
    if (end === -1) {
      this.#hold(bytes.subarray(at));
      return bytes.length;
    }
    const head = parseHead(this.#withHeld(bytes, at, end));
    this.#takeHead(head);
    return end;
  }

  /** Where the head's blank line ends; -1 when it is not there yet. */
  #endOfHead(bytes: Buffer, at: number): number {
    const last = this.#held.at(-1);
    if (last !== undefined) {
      // The blank line may lie across the border: three bytes of each side show it, whatever the sizes of the pieces before.
      const before = this.#held.length === 1 ? last : Buffer.concat(this.#held.slice(-3));
      const tail = before.subarray(-3);
      const seam = Buffer.concat([tail, bytes.subarray(at, at + 3)]).indexOf("\r\n\r\n", 0, "latin1");
      if (seam !== -1) return at + seam + 4 - tail.length;
    }
    const found = bytes.indexOf("\r\n\r\n", at, "latin1");
    return found === -1 ? -1 : found + 4;
  }

  #takeHead({ head, chunked, close }: ParsedHead): void {
    const { code } = head;
    if (code === 101) {
      if (!this.#mayUpgrade) throw new InvalidAnswer("a change of protocol that was not asked for");
      this.#state = "upgraded";
      this.#handler.onHead(head);
      return;
    }
    if (code < 200) {
      // Node takes `close` here for the end of the connection; of no other framing is anyone sure either.
      if (close || chunked || head.contentLength !== null) throw new InvalidAnswer("an interim answer with a framing");
      if (++this.#interim > interimMax) throw new InvalidAnswer("interim answers without end");
      return;
    }
    this.reusable = !close;
    this.#headAlone = true;
    const empty = this.#bodyless || code === 204 || code === 304 || (!chunked && head.contentLength === 0);
    if (empty) {
      this.#state = "done";
      this.#handler.onHead(head);
      this.#endUnlessStopped();
    } else if (chunked) {
      this.#startChunk();
      this.#handler.onHead(head);
    } else if (head.contentLength !== null) {
      this.#state = "sized";
      this.#left = head.contentLength;
      this.#handler.onHead(head);
    } else {
      this.reusable = false;
      this.#state = "until-close";
      this.#handler.onHead(head);
    }
  }

  #readSized(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#left);
    this.#left -= end - at;
    this.#emit(at === 0 && end === bytes.length ? bytes : bytes.subarray(at, end));
    if (this.#left > 0 || this.#state === "stopped") return end;
    if (this.#state === "sized") this.#end();
    else this.#state = "chunk-cr";
    return end;
  }

  #startChunk(): void {
    this.#state = "chunk-size";
    this.#left = 0;
    this.#sizeDigits = 0;
  }

  /** Hexadecimal digits and nothing else: no extension, which no API server sends and each reader takes in its own way. */
  #readChunkSize(bytes: Buffer, from: number): number {
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      const digit = hexDigit(byte);
      if (digit === -1) {
        if (byte !== cr || this.#sizeDigits === 0) throw new InvalidAnswer("a chunk's size is not a hexadecimal number");
        this.#state = "chunk-size-lf";
        return at + 1;
      }
      if (++this.#sizeDigits > sizeDigitsMax) throw new InvalidAnswer("a chunk's size is too long");
      this.#left = this.#left * 16 + digit;
    }
    return at;
  }

  #readTrailer(bytes: Buffer, at: number): number {
    const found = bytes.indexOf(lf, at);
    const end = found === -1 ? bytes.length : found + 1;
    this.#trailerBytes += end - at;
    if (this.#trailerBytes > trailerBytesMax) throw new InvalidAnswer("the trailers are too long");
    if (found === -1) {
      this.#hold(bytes.subarray(at));
      return end;
    }
    const line = this.#withHeld(bytes, at, end);
    if (line === "\r\n") {
      this.#end();
      return end;
    }
    const { name, value } = parseTrailer(line);
    if (this.#trailers === nothing) this.#trailers = [];
    this.#trailers.push(name, value);
    return end;
  }

  /** Holds the newest piece back, so that the last one can go with the end. */
  #emit(chunk: Buffer): void {
    this.#flush();
    if (this.#state !== "stopped") this.#pending = chunk;
  }

  #flush(): void {
    const chunk = this.#pending;
    if (chunk === null) return;
    this.#pending = null;
    this.#headAlone = false;
    this.#handler.onBody(chunk);
  }

  #end(): void {
    this.#state = "done";
    this.#endUnlessStopped();
  }

  /** A handler may have stopped the parser within its onHead. */
  #endUnlessStopped(): void {
    if (this.#state !== "done") return;
    const chunk = this.#pending;
    this.#pending = null;
    this.#headAlone = false;
    this.#handler.onEnd(chunk, this.#trailers);
  }

  #hold(bytes: Buffer): void {
    this.#held.push(bytes);
    this.#heldBytes += bytes.length;
  }

  /** What was held and the bytes from `at` to `end`, one character a byte. */
  #withHeld(bytes: Buffer, at: number, end: number): string {
    const rest = bytes.toString("latin1", at, end);
    if (this.#heldBytes === 0) return rest;
    const text = Buffer.concat(this.#held).toString("latin1") + rest;
    this.#held = [];
    this.#heldBytes = 0;
    return text;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const lower = byte | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

function expectByte(byte: number | undefined, expected: number): void {
  if (byte !== expected) throw new InvalidAnswer("a chunk does not end where its size says");
}
