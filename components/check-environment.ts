// Whether a fresh file works in one environment, asked as its tools will ask: with its token, at its URL. Runs in the page.
import { z } from "zod";
import type { IssuedEntry } from "#lib/kubeconfig/schema.ts";
import { t } from "#lib/texts/index.ts";

/** Where it went wrong, in the order of a request's way. */
export type CheckStep = "page" | "drawbridge" | "token" | "access" | "cluster";

export type CheckResult =
  | {
      ok: true;
      /** Of Kubernetes, such as `v1.36.3`. */
      version: string;
      /** As the cluster sees the person; null where it is too old (before 1.28) to say. */
      identity: { username: string; groups: string[] } | null;
      durationMs: number;
    }
  | { ok: false; step: CheckStep; message: string };

export const checkLimitMs = 3_000;

const versionSchema = z.object({ gitVersion: z.string() });
const reviewSchema = z.object({ status: z.object({ userInfo: z.object({ username: z.string(), groups: z.array(z.string()).default([]) }) }) });
const statusSchema = z.object({ kind: z.literal("Status"), message: z.string() });

/**
 * Asks one environment for its version and for who its bearer is there; never rejects. `pageOrigin`: the page may ask no other, as its policy says.
 * `closed` gives up.
 */
export async function checkEnvironment(
  { server, token }: Pick<IssuedEntry, "server" | "token">,
  pageOrigin: string,
  closed: AbortSignal,
): Promise<CheckResult> {
  if (new URL(server).origin !== pageOrigin) {
    return {
      ok: false,
      step: "page",
      message: t("Not tried from here: the file points to {origin}, and this page may only ask {pageOrigin}. Run “kubectl auth whoami” instead.", {
        origin: new URL(server).origin,
        pageOrigin,
      }),
    };
  }
  const startedAt = performance.now();
  const limit = AbortSignal.timeout(checkLimitMs);
  const ask = (path: string, review?: object) =>
    fetch(server + path, {
      // The session has no say in this: what is tried is the token.
      ...{ credentials: "omit", cache: "no-store", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.any([limit, closed]) },
      headers: { Authorization: `Bearer ${token}`, Accept: "application/json", ...(review ? { "Content-Type": "application/json" } : {}) },
      ...(review ? { method: "POST", body: JSON.stringify(review) } : {}),
    }).then(async (answer) => ({ status: answer.status, text: await answer.text() }));
  try {
    const [version, review] = await Promise.all([
      ask("/version"),
      ask("/apis/authentication.k8s.io/v1/selfsubjectreviews", { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" }),
    ]);
    return readAnswers(version, review, performance.now() - startedAt);
  } catch {
    if (limit.aborted) return { ok: false, step: "cluster", message: t("No answer within {seconds} seconds.", { seconds: checkLimitMs / 1000 }) };
    return { ok: false, step: "drawbridge", message: t("Your browser had no answer from Drawbridge: look at your connection.") };
  }
}

interface Answer {
  status: number;
  text: string;
}

/** What the two answers say; `durationMs` until both were there. */
export function readAnswers(version: Answer, review: Answer, durationMs: number): CheckResult {
  const gitVersion = version.status === 200 ? versionSchema.safeParse(parseJson(version.text)).data?.gitVersion : undefined;
  const identity = review.status < 300 ? reviewSchema.safeParse(parseJson(review.text)).data?.status.userInfo : undefined;
  if (gitVersion !== undefined && identity) return { ok: true, version: gitVersion, identity, durationMs };
  if (gitVersion !== undefined && review.status === 404) return { ok: true, version: gitVersion, identity: null, durationMs };
  const failed = gitVersion === undefined && review.status < 300 ? version : review;
  return { ok: false, step: stepOf(failed.status), message: messageIn(failed) };
}

function stepOf(status: number): CheckStep {
  if (status === 401) return "token";
  return status === 403 || status === 404 ? "access" : "cluster";
}

/** Both Drawbridge and the API server answer with a Status or, on discovery paths, with plain text. */
function messageIn({ status, text }: Answer): string {
  const said = statusSchema.safeParse(parseJson(text)).data?.message ?? (/^[^<{]{1,300}$/.test(text.trim()) ? text.trim() : "");
  return said === "" ? t("The answer was {status}, without a reason.", { status }) : said;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Runs `job` for each item, `atOnce` at a time; ends early once `closed`. */
export async function eachInTurn<T>(items: readonly T[], job: (item: T) => Promise<void>, { atOnce, closed }: { atOnce: number; closed: AbortSignal }) {
  const rest = [...items];
  const work = async () => {
    for (let item = rest.shift(); item !== undefined && !closed.aborted; item = rest.shift()) await job(item);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
