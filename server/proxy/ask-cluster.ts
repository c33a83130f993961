// A small question of Drawbridge's own to a cluster, in a caller's name and on the connections that carry their requests.
import type { Identity } from "#lib/access/index.ts";
import { ProxyError } from "./status.ts";
import type { AnswerHead } from "./upstream/answer-head.ts";
import type { AskHandler, UpstreamConnection } from "./upstream/connection.ts";
import type { Upstream } from "./upstream.ts";
import { upstreamFailure } from "./upstream-failure.ts";
import { identityLines } from "./upstream-headers.ts";

export interface ClusterQuestion {
  upstream: Upstream;
  identity: Identity;
  /** Of a POST that changes nothing, so that it may be sent twice. */
  path: string;
  /** Becomes JSON. */
  body: unknown;
}

export interface ClusterAnswer {
  code: number;
  text: string;
}

const answerMs = 10_000;
const answerBytesMax = 64 * 1024;

/** Rejects with ProxyError when there is no answer in ten seconds, or none that is small and whole. */
export function askCluster(question: ClusterQuestion): Promise<ClusterAnswer> {
  return new Promise((resolve, reject) => new Asked(question, resolve, reject).start());
}

class Asked implements AskHandler {
  readonly #question: ClusterQuestion;
  readonly #resolve: (answer: ClusterAnswer) => void;
  readonly #reject: (error: ProxyError) => void;
  #connection: UpstreamConnection | null = null;
  #timer: NodeJS.Timeout | undefined;
  #code = 0;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(question: ClusterQuestion, resolve: (answer: ClusterAnswer) => void, reject: (error: ProxyError) => void) {
    this.#question = question;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  start(): void {
    const { environmentName } = this.#question.upstream;
    this.#timer = setTimeout(() => this.#fail(new ProxyError(504, `the environment “${environmentName}” did not answer in time`)), answerMs);
    this.#ask("pooled");
  }

  #ask(connection: "pooled" | "new"): void {
    const { upstream, identity, path, body } = this.#question;
    try {
      const payload = Buffer.from(JSON.stringify(body));
      const lines = [`POST ${upstream.basePath}${path} HTTP/1.1`, `Host: ${upstream.authority}`, "User-Agent: drawbridge", "Accept: application/json"];
      const framing = ["Content-Type: application/json", `Content-Length: ${payload.length}`];
      const head = `${[...lines, ...framing].join("\r\n")}\r\n${identityLines(identity, upstream.token)}\r\n`;
      this.#connection = connection === "pooled" ? upstream.take() : upstream.open();
      this.#connection.ask({ head, body: "sized", bodyless: false, mayUpgrade: false }, this);
      this.#connection.write(payload);
      this.#connection.endBody();
    } catch (error) {
      this.#fail(error);
    }
  }

  onHead(head: AnswerHead): void {
    this.#code = head.code;
  }

  onHeadAlone(): void {}
  onDrain(): void {}
  onUpgrade(): void {}

  onBody(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > answerBytesMax) throw new ProxyError(502, `the environment “${this.#question.upstream.environmentName}” gave an answer without end`);
    this.#chunks.push(chunk);
  }

  onEnd(chunk: Buffer | null): void {
    if (chunk !== null) this.onBody(chunk);
    this.#connection = null;
    clearTimeout(this.#timer);
    this.#resolve({ code: this.#code, text: Buffer.concat(this.#chunks).toString("utf8") });
  }

  onFailure(error: Error): void {
    const connection = this.#connection;
    this.#connection = null;
    // The API server closed an idle connection just as it was used.
    if (connection?.reused && !connection.hasBegun) this.#ask("new");
    else this.#fail(error);
  }

  #fail(error: unknown): void {
    clearTimeout(this.#timer);
    this.#connection?.abort();
    this.#connection = null;
    this.#reject(upstreamFailure(this.#question.upstream.environmentName, error));
  }
}
