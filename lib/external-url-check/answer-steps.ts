// Asks at the external URL as a client does, and looks whether it is us who answers.
import { randomBytes } from "node:crypto";
import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import { request } from "node:https";
import type { Duplex } from "node:stream";
import { t, tn } from "../texts/index.ts";
import type { StepLimits } from "./address-steps.ts";
import { answerChallenge, checkPath, upgradeTarget } from "./proof.ts";
import { StepFailed, within } from "./step-failed.ts";

interface Answer {
  response: IncomingMessage;
  /** When the protocol was changed. */
  socket: Duplex | null;
}

/** The certificate was looked at by the step before; here is nothing that a stranger may not see. */
function ask(url: string, headers: OutgoingHttpHeaders, limits: StepLimits): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request(url, { headers, agent: false, rejectUnauthorized: false });
  sent.on("response", (response) => resolve({ response, socket: null }));
  sent.on("upgrade", (response, socket) => resolve({ response, socket }));
  sent.on("error", reject);
  limits.signal.addEventListener("abort", () => sent.destroy(), { once: true });
  sent.end();
  const failure = new StepFailed(t("There is no answer."), t("Look at what stands before Drawbridge: it takes the connection and passes nothing on."));
  return within(promise, { ...limits, failure }).catch((error) => {
    sent.destroy();
    throw error instanceof StepFailed ? error : new StepFailed(t("The connection broke before an answer came."), t("Look at what stands before Drawbridge."));
  });
}

/** Whether this very instance answers there. Throws StepFailed. */
export async function meetSelf(origin: string, limits: StepLimits): Promise<string> {
  const challenge = randomBytes(16).toString("hex");
  const { response } = await ask(`${origin}${checkPath}?challenge=${challenge}`, {}, limits);
  const status = response.statusCode ?? 0;
  if (status === 421)
    throw new StepFailed(
      t("Drawbridge answers, but does not know itself under the name that it was called by."),
      t("What stands before it changes the Host header. Let it pass the client's own (nginx: proxy_set_header Host $http_host)."),
    );
  if (status >= 300 && status < 400)
    throw new StepFailed(
      response.headers.location === undefined
        ? t("It answers by a redirect to somewhere.")
        : t("It answers by a redirect to {location}.", { location: response.headers.location.slice(0, 200) }),
      t("Let the address lead to Drawbridge's https port itself."),
    );
  const body = status === 200 ? await readStart(response, limits) : "";
  response.destroy();
  if (body.trim() === answerChallenge(challenge)) return t("This very Drawbridge answers.");
  throw new StepFailed(
    t("Something else answers there ({status}).", { status }),
    t("Let the address lead to this Drawbridge; another instance, or a page of the load balancer, answers now."),
  );
}

async function readStart(response: IncomingMessage, limits: StepLimits): Promise<string> {
  const read = async () => {
    let text = "";
    for await (const piece of response) {
      text += String(piece);
      if (text.length > 1000) break;
    }
    return text;
  };
  return within(read(), { ...limits, failure: new StepFailed(t("The answer does not end."), t("Look at what stands before Drawbridge.")) });
}

/** Changes to WebSocket, as kubectl exec does. Returns the connection, which the caller ends. Throws StepFailed. */
export async function upgrade(origin: string, limits: StepLimits): Promise<Duplex> {
  const headers = { Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": randomBytes(16).toString("base64") };
  const { response, socket } = await ask(`${origin}${upgradeTarget(new Date())}`, headers, limits);
  if (socket !== null) {
    socket.on("error", () => {});
    return socket;
  }
  response.destroy();
  throw new StepFailed(
    t("The upgrade to WebSocket was answered by {status} and not passed on: exec, cp and port-forward will not work.", {
      status: String(response.statusCode),
    }),
    t(
      "Let what stands before Drawbridge pass upgrades (nginx: proxy_http_version 1.1, and the headers Upgrade and Connection; a load balancer: TCP or WebSocket).",
    ),
  );
}

/** An empty ping, masked as a client's frames are (RFC 6455 §5.5.2). */
const ping = Buffer.from([0x89, 0x80, 0, 0, 0, 0]);

/** Leaves `socket` silent for so long, then asks for a sign of life. Throws StepFailed. */
export async function stayIdle(socket: Duplex, seconds: number, { limitMs, signal }: StepLimits): Promise<string> {
  const start = performance.now();
  const closed = Promise.withResolvers<never>();
  const end = () => closed.reject(cutAfter((performance.now() - start) / 1000));
  socket.once("close", end).once("end", end);
  // Looked at below, and also when it happens after.
  closed.promise.catch(() => {});
  const waited = Promise.withResolvers<void>();
  const timer = setTimeout(waited.resolve, seconds * 1000);
  try {
    await within(Promise.race([waited.promise, closed.promise]), { limitMs: seconds * 1000 + limitMs, signal, failure: cutAfter(seconds) });
    const answered = Promise.withResolvers<void>();
    socket.once("data", () => answered.resolve());
    socket.write(ping);
    await within(Promise.race([answered.promise, closed.promise]), { limitMs, signal, failure: cutAfter(seconds) });
  } finally {
    clearTimeout(timer);
  }
  return tn(seconds, "A connection that was silent for {count} seconds still works.", "A connection that was silent for {count} seconds still works.");
}

function cutAfter(seconds: number): StepFailed {
  return new StepFailed(
    tn(
      Math.max(1, Math.round(seconds)),
      "A silent connection was cut within {count} seconds: quiet watches and idle shells will break.",
      "A silent connection was cut within {count} seconds: quiet watches and idle shells will break.",
    ),
    t("Raise the idle time-out of what stands before Drawbridge above ten minutes (nginx: proxy_read_timeout 3600s; a load balancer: its idle timeout)."),
  );
}
