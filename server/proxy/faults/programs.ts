// The real program in front of a scripted API server, for the tests that break the process itself.
import { afterEach, beforeEach } from "vitest";
import { startApiServer, type TestApiServer } from "#server/testing/api-server.ts";
import { connect, type RawClient } from "#server/testing/gateway.ts";
import { type Program, type ProgramOptions, startProgram } from "#server/testing/program.ts";
import { type Answer, parseAnswer } from "#server/testing/relay.ts";
import { sound } from "./exchanges.ts";

/** Gives each test a new API server, and ends what it started. */
export function openPrograms() {
  let server: TestApiServer;
  const programs: Program[] = [];
  beforeEach(async () => {
    server = await startApiServer(sound);
  });
  afterEach(async () => {
    for (const program of programs.splice(0).reverse()) await program.close();
    await server.close();
  });
  const keep = (program: Program) => {
    programs.push(program);
    return program;
  };
  return {
    api: () => server,
    keep,
    start: async (options: Partial<ProgramOptions> = {}) => keep(await startProgram({ api: server, ...options })),
  };
}

/** Sends `text` on a connection of its own; resolves when the head of its answer is there. */
export async function openOn(program: Program, text: string): Promise<RawClient> {
  const client = await connect(program, { servername: "localhost" });
  client.send(program.fill(text));
  await client.until("\r\n\r\n");
  return client;
}

/** One request that ends its connection. */
export async function askProgram(program: Program, text: string): Promise<Answer> {
  const client = await connect(program, { servername: "localhost" });
  client.send(program.fill(text.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")));
  return parseAnswer(await client.untilClosed());
}
