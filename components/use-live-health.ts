"use client";

import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ReachableEnvironmentView } from "#lib/access/schema.ts";
import { parseHealthChanges } from "./health-changes.ts";
import { watchPresence } from "./ui/presence.ts";

const askMs = 3_000;
const answerMs = 10_000;

type Newer = Pick<ReachableEnvironmentView, "health" | "version">;

/**
 * The environments with the newest answers of their clusters, asked for while somebody is at the page. What the page itself was made with
 * stands until then. When something else has changed in Drawbridge the page is asked for anew, no more often than each `refreshMs`.
 */
export function useLiveHealth(environments: readonly ReachableEnvironmentView[], page: { at: string; revision: number; refreshMs: number }) {
  const router = useRouter();
  const [newer, setNewer] = useState<ReadonlyMap<number, Newer>>(new Map());
  const latest = useRef(page);
  latest.current = page;

  useEffect(() => {
    const presence = watchPresence();
    let since = latest.current.at;
    let refreshedAt = Date.now();
    let timer: ReturnType<typeof setTimeout>;
    let stopped = false;
    const ask = async () => {
      const changes = presence.isHere() ? await askForHealth(since) : null;
      if (stopped) return;
      timer = setTimeout(ask, askMs);
      if (!changes) return;
      since = changes.at;
      const { revision, refreshMs } = latest.current;
      if (changes.environments.length > 0) setNewer((before) => new Map([...before, ...changes.environments.map(({ id, ...rest }) => [id, rest] as const)]));
      if (changes.revision === revision || Date.now() - refreshedAt < refreshMs) return;
      refreshedAt = Date.now();
      router.refresh();
    };
    timer = setTimeout(ask, askMs);
    return () => {
      stopped = true;
      clearTimeout(timer);
      presence.stop();
    };
  }, [router]);

  return useMemo(() => environments.map((environment) => newest(environment, newer.get(environment.id))), [environments, newer]);
}

/** Of the same object while nothing differs, so that a row that did not change is not drawn anew. */
function newest(environment: ReachableEnvironmentView, answer: Newer | undefined): ReachableEnvironmentView {
  if (!answer || (answer.health.checkedAt ?? "") <= (environment.health.checkedAt ?? "") || environment.health.state === "disabled") return environment;
  return { ...environment, ...answer };
}

/** Null when there is no answer, whatever the reason: it is asked again. */
async function askForHealth(since: string) {
  try {
    const response = await fetch(`/api/environments/health?since=${encodeURIComponent(since)}`, { signal: AbortSignal.timeout(answerMs) });
    if (!response.ok) return null;
    return parseHealthChanges(await response.json());
  } catch {
    return null;
  }
}
