// What the server takes for each page and for what pages ask of it.
import { defaultKubeconfigName } from "#lib/kubeconfig/schema.ts";
import { type Asked, openClient } from "./exchange.ts";
import type { Figure } from "./figures.ts";
import { size } from "./fill.ts";
import { cookieOf, type House } from "./house.ts";

export const reference = "Sign-in: the page";

interface Answer {
  what: string;
  path: string;
  method?: "GET" | "POST";
  body?: unknown;
  /** Who is signed in is sent on from there. */
  isForStrangers?: boolean;
  most: number;
}

/** Goal B10: what the server does for a page; a file for all is more work than a page. */
const most = 100;
const fileForAllMost = 1_000;

export async function measureAnswers(house: House, { times, signal }: { times: number; signal: AbortSignal }): Promise<Figure[]> {
  const client = openClient(house.ca);
  const cookie = await cookieOf(house);
  const figures: Figure[] = [];
  try {
    for (const answer of answersOf(house)) {
      const asked = askedOf(house, answer, cookie);
      const exchanges = [];
      // The first ones compile what the others use.
      for (let count = -3; count < times; count++) {
        signal.throwIfAborted();
        const exchange = await client.ask(asked);
        if (exchange.code !== 200) throw new Error(`${answer.path}: ${exchange.code}`);
        if (count >= 0) exchanges.push(exchange);
      }
      figures.push({
        ...{ goal: "B10", what: answer.what, unit: "ms", most: answer.most },
        values: exchanges.map(({ wholeMs }) => wholeMs),
        firstByte: exchanges.map(({ firstByteMs }) => firstByteMs),
        kilobytes: (exchanges.at(-1)?.bytes ?? 0) / 1000,
      });
    }
  } finally {
    client.close();
  }
  return figures;
}

function answersOf({ userId, environmentId }: House): Answer[] {
  const page = (what: string, path: string): Answer => ({ what: `${what}: the page`, path, most });
  const data = (what: string, path: string): Answer => ({ what, path, most });
  const issue = {
    environmentIds: Array.from({ length: size.environments }, (_none, index) => index + 1),
    expiry: { seconds: 86_400 },
    currentEnvironmentId: null,
  };
  return [
    { ...page("Sign-in", "/sign-in"), isForStrangers: true },
    page("Home", "/"),
    page("My kubeconfigs", "/kubeconfigs"),
    page("My account", "/account"),
    page("Overview", "/admin/overview"),
    page("Environments", "/admin/environments"),
    page("One environment", `/admin/environments/${environmentId}`),
    page("Users", "/admin/users"),
    page("One user", `/admin/users/${userId}`),
    page("Teams", "/admin/teams"),
    page("Access", "/admin/access"),
    page("All kubeconfigs", "/admin/kubeconfigs"),
    page("Kubeconfigs of one environment", `/admin/kubeconfigs?environment=${environmentId}`),
    page("Audit", "/admin/audit"),
    page("Settings", "/admin/settings"),
    data("Palette: nothing typed", "/api/palette?q="),
    data("Palette: found in names", "/api/palette?q=pay%20eu%200123"),
    data("Live health, nothing new", `/api/environments/health?since=${new Date(Date.now() + 3_600_000).toISOString()}`),
    data("Live health, of all", "/api/environments/health?since=2026-01-01T00:00:00.000Z"),
    data("Audit's live tail", "/api/audit/events?position=1"),
    {
      ...{ what: `A file for all ${size.environments} environments`, path: "/api/kubernetes/config", method: "POST" },
      ...{ body: { ...issue, name: defaultKubeconfigName(new Date()) }, most: fileForAllMost },
    },
  ];
}

function askedOf({ url }: House, { path, method = "GET", body, isForStrangers = false }: Answer, cookie: string): Asked {
  const json = body === undefined ? {} : { "content-type": "application/json", origin: url, accept: "application/json" };
  return {
    url: url + path,
    method,
    headers: { ...(isForStrangers ? {} : { cookie }), ...json },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}
