// A receiver of audit events as a test scripts it: an https server that keeps what it has taken.
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { createTestCertificate, startTlsServer } from "#lib/testing/tls-server.ts";

export interface AuditReceiver {
  url: string;
  /** PEM that verifies it. */
  ca: string;
  /** Each body that came, taken or not. */
  bodies: string[];
  headers: IncomingMessage["headers"][];
  /** The ids of all rows in the bodies that were answered by 2xx, in the order in which they came. */
  taken: string[];
  /** Answers one request whose body has come; 200 unless told. */
  answer: (response: ServerResponse, body: string) => void;
  /** Resolves once so many rows were taken. */
  until(count: number): Promise<void>;
  /** Resolves at the next request. */
  asked(): Promise<void>;
  close(): Promise<void>;
}

export async function startAuditReceiver(names = ["localhost", "127.0.0.1"]): Promise<AuditReceiver> {
  const certificate = await createTestCertificate(names);
  const events = new EventTarget();
  const server = await startTlsServer(certificate, async (request, response) => {
    const body = await text(request);
    receiver.bodies.push(body);
    receiver.headers.push(request.headers);
    events.dispatchEvent(new Event("asked"));
    response.once("finish", () => {
      if (response.statusCode < 300) receiver.taken.push(...idsIn(body));
      events.dispatchEvent(new Event("answered"));
    });
    receiver.answer(response, body);
  });
  const receiver: AuditReceiver = {
    ...{ url: `${server.server}/events`, ca: certificate.cert, bodies: [], headers: [], taken: [], close: server.close },
    answer: (response) => void response.end(),
    async until(count) {
      while (receiver.taken.length < count) await once(events, "answered");
    },
    async asked() {
      await once(events, "asked");
    },
  };
  return receiver;
}

/** Of the rows of an EventList. */
export function idsIn(body: string): string[] {
  const list: { items: { annotations: Record<string, string> }[] } = JSON.parse(body);
  return list.items.map(({ annotations }) => annotations["drawbridge.dev/id"] ?? "");
}
