// Each case is a test: its requests by each way, and equal outcomes.
import { expect, it } from "vitest";
import type { Case } from "./case.ts";
import type { Ways } from "./prepare-ways.ts";
import { type Outcome, type Values, type Way, walk } from "./ways.ts";
import { WireConnection } from "./wire-connection.ts";

export interface Suite {
  /** Declares a test for each case; they run after `begin`. `atOnce`: those that mostly wait, each on connections of its own. */
  sameOnEachWay(cases: readonly Case[], options?: { atOnce: boolean }): void;
  /** `values` are read anew by each case. */
  begin(ways: Ways, values: Values): void;
  end(): void;
}

export function createSuite(): Suite {
  let begun: { ways: Ways; values: Values } | null = null;
  const connections = new Map<Way, WireConnection>();

  function connectionOf(way: Way): WireConnection {
    const connection = connections.get(way) ?? new WireConnection(way.origin);
    connections.set(way, connection);
    return connection;
  }

  async function goAlone(way: Way, each: Case, values: Values): Promise<Outcome[]> {
    const connection = new WireConnection(way.origin);
    try {
      return await walk(way, connection, each, values);
    } finally {
      connection.close();
    }
  }

  async function compare(each: Case, atOnce: boolean): Promise<void> {
    if (begun === null) throw new Error("not begun");
    const { ways, values } = begun;
    const all = [ways.direct, ...ways.carried];
    const go = (way: Way) => (atOnce ? goAlone(way, each, values) : walk(way, connectionOf(way), each, values));
    const outcomes: Outcome[][] = [];
    if (each.takesTurns) for (const way of all) outcomes.push(await go(way));
    else outcomes.push(...(await Promise.all(all.map(go))));
    const [direct = [], ...carried] = outcomes;
    expect(direct.map(summary)).toEqual(each.steps.map(({ status }) => ({ status, body: expect.any(String) })));
    for (const outcome of carried) expect(outcome).toEqual(direct);
  }

  return {
    sameOnEachWay(cases, { atOnce } = { atOnce: false }) {
      const declare = atOnce ? it.concurrent : it;
      for (const each of cases) declare(each.title, () => compare(each, atOnce));
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
