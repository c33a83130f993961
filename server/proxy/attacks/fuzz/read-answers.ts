// One answer read by our parser and by Node's, into one form.
import http, { type IncomingMessage } from "node:http";
import { Duplex } from "node:stream";
import { type AnswerHead, InvalidAnswer } from "#server/proxy/upstream/answer-head.ts";
import { AnswerParser } from "#server/proxy/upstream/answer-parser.ts";
import type { FuzzAnswer } from "./answers.ts";

export interface ReadAnswer {
  code: number;
  message: string;
  rawHeaders: string[];
  /** One character a byte; of a change of protocol: empty. */
  body: string;
  rawTrailers: string[];
  upgraded: boolean;
}

export interface OurReading {
  /** Null: refused, or not whole when the connection ended. */
  answer: ReadAnswer | null;
  /** Bytes that belong to it. */
  length: number;
  /** The end of the connection was its end. */
  byEnd: boolean;
  reusable: boolean;
}

/** Throws what is no InvalidAnswer, and when the parser calls its handler out of order. */
export function readByOurs({ text, bodyless, mayUpgrade }: FuzzAnswer, cuts: readonly number[]): OurReading {
  let head: AnswerHead | null = null;
  let body = "";
  let rawTrailers: string[] = [];
  let ends = 0;
  const inOrder = () => {
    if (head === null || ends > 0) throw new Error("a call of the handler before the head or behind the end");
  };
  const handler = {
    onHead(came: AnswerHead) {
      if (head !== null) throw new Error("a second head");
      head = came;
    },
    onHeadAlone: inOrder,
    onBody(chunk: Buffer) {
      inOrder();
      body += chunk.toString("latin1");
    },
    onEnd(chunk: Buffer | null, trailers: string[]) {
      inOrder();
      ends++;
      body += chunk?.toString("latin1") ?? "";
      rawTrailers = trailers;
    },
  };
  const parser = new AnswerParser(handler);
  parser.start(handler, { bodyless, mayUpgrade });
  let length = 0;
  let byEnd = false;
  try {
    let start = 0;
    for (const cut of [...cuts, text.length]) {
      if (cut === start) continue;
      const bytes = Buffer.from(text.slice(start, cut), "latin1");
      const taken = parser.push(bytes);
      length += taken;
      start = cut;
      if (taken < bytes.length || parser.isDone || parser.isUpgraded) break;
    }
    if (!parser.isDone && !parser.isUpgraded) byEnd = parser.finish();
  } catch (error) {
    if (error instanceof InvalidAnswer) return { answer: null, length, byEnd: false, reusable: false };
    throw error;
  }
  const isWhole = parser.isUpgraded || (parser.isDone && ends === 1);
  return {
    answer: isWhole ? formOf(head, { body, rawTrailers, upgraded: parser.isUpgraded }) : null,
    length,
    byEnd,
    reusable: parser.isDone && parser.reusable,
  };
}

function formOf(head: AnswerHead | null, rest: Pick<ReadAnswer, "body" | "rawTrailers" | "upgraded">): ReadAnswer {
  if (head === null) throw new Error("an end without a head");
  return { code: head.code, message: head.message, rawHeaders: head.rawHeaders, ...rest };
}

/** Null: refused, or not whole when the connection ended. `byEnd`: the connection ends behind the bytes. */
export function readByNode({ text, bodyless, mayUpgrade }: FuzzAnswer, cuts: readonly number[], byEnd: boolean): Promise<ReadAnswer | null> {
  return new Promise((resolve) => {
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    const headers = mayUpgrade ? { Connection: "Upgrade", Upgrade: "websocket" } : {};
    const request = http.request({
      ...{ method: bodyless ? "HEAD" : "GET", headers, maxHeaderSize: 2 * 1024 * 1024, insecureHTTPParser: false },
      // Without an agent; `agent: false` would make one, which connects by itself.
      createConnection: () => socket,
    });
    // What is not there long after all bytes have been read will not come.
    const giveUp = setTimeout(() => settle(null), 1000);
    const settle = (answer: ReadAnswer | null) => {
      clearTimeout(giveUp);
      resolve(answer);
      socket.destroy();
    };
    request.on("error", () => settle(null));
    request.once("upgrade", (message) => settle(formOfNode(message, "", true)));
    request.once("response", (message) => {
      let body = "";
      message.on("data", (chunk) => {
        body += chunk.toString("latin1");
      });
      message.on("error", () => settle(null));
      message.once("end", () => settle(message.complete ? formOfNode(message, body, false) : null));
    });
    request.once("socket", () => {
      let start = 0;
      for (const cut of [...cuts.filter((each) => each < text.length), text.length]) {
        if (cut > start) socket.push(Buffer.from(text.slice(start, cut), "latin1"));
        start = cut;
      }
      if (byEnd) socket.push(null);
    });
    request.end();
  });
}

function formOfNode(message: IncomingMessage, body: string, upgraded: boolean): ReadAnswer {
  const { statusCode = 0, statusMessage = "", rawHeaders, rawTrailers } = message;
  return { code: statusCode, message: statusMessage, rawHeaders, body, rawTrailers, upgraded };
}
