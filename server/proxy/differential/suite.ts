// Each case is a test: its requests by each way, and equal outcomes.
import { expect, it } from "vitest";
import type { Case } from "./case.ts";
import type { Ways } from "./prepare-ways.ts";
import { type Outcome, type Values, type Way, walk } from "./ways.ts";
import { WireConnection } from "./wire-connection.ts";

export interface Suite {
  /** Declares a test for each case; they run after `begin`. */
  sameOnEachWay(cases: readonly Case[]): void;
  /** `values` are read anew by each case. */
  begin(ways: Ways, values: Values): void;
  end(): void;
}

export function createSuite(): Suite {
  let begun: { ways: Ways; values: Values } | null = null;
  const connections = new Map<Way, WireConnection>();

  function go(way: Way, each: Case, values: Values): Promise<Outcome[]> {
    const connection = connections.get(way) ?? new WireConnection(way.origin);
    connections.set(way, connection);
    return walk(way, connection, each, values);
  }

  async function compare(each: Case): Promise<void> {
    if (begun === null) throw new Error("not begun");
    const { ways, values } = begun;
    const all = [ways.direct, ...ways.carried];
    const outcomes: Outcome[][] = [];
    if (each.takesTurns) for (const way of all) outcomes.push(await go(way, each, values));
    else outcomes.push(...(await Promise.all(all.map((way) => go(way, each, values)))));
    const [direct = [], ...carried] = outcomes;
    expect(direct.map(summary)).toEqual(each.steps.map(({ status }) => ({ status, body: expect.any(String) })));
    for (const outcome of carried) expect(outcome).toEqual(direct);
  }

  return {
    sameOnEachWay(cases) {
      for (const each of cases) it(each.title, () => compare(each));
    },
    begin(ways, values) {
      begun = { ways, values };
    },
    end() {
      for (const connection of connections.values()) connection.close();
    },
  };
}

/** Enough to see why a status is not the expected one. */
function summary({ status, answer }: Outcome) {
  return { status, body: answer.body.slice(0, 300) };
}
