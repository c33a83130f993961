import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, get, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compressFiles, createCompressedFiles } from "./compressed-files.ts";

const script = "export const words = 'a bridge, a bridge, a bridge';\n".repeat(50);
let root: string;
let server: Server;
let port: number;
beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), "drawbridge-static-"));
  mkdirSync(path.join(root, ".next/static/chunks"), { recursive: true });
  writeFileSync(path.join(root, ".next/static/chunks/one.js"), script);
  writeFileSync(path.join(root, ".next/static/chunks/letters.woff2"), "letters");
  writeFileSync(path.join(root, ".next/static/chunks/gone.js.br"), "of an earlier build");
  await compressFiles(root);
  const files = createCompressedFiles(root);
  server = createServer((request, response) => {
    if (!files.answer(request, response)) response.writeHead(204).end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address: AddressInfo | string | null = server.address();
  port = typeof address === "object" ? (address?.port ?? 0) : 0;
});
afterAll(async () => {
  await once(server.close(), "close");
  rmSync(root, { recursive: true });
});

async function ask(target: string, encodings = "gzip, deflate, br, zstd", method = "GET") {
  const [response]: IncomingMessage[] = await once(
    get({ port, host: "127.0.0.1", path: target, method, headers: { "accept-encoding": encodings } }),
    "response",
  );
  if (response === undefined) throw new Error("no answer");
  return { code: response.statusCode, headers: response.headers, body: await buffer(response) };
}

it("a script comes as it was compressed when the pages were built, for a year", async () => {
  const { code, headers, body } = await ask("/_next/static/chunks/one.js?dpl=1");
  expect(code).toBe(200);
  expect(headers).toMatchObject({
    ...{ "content-type": "application/javascript; charset=UTF-8", "content-encoding": "br", vary: "Accept-Encoding" },
    ...{ "cache-control": "public, max-age=31536000, immutable", "content-length": String(body.length) },
  });
  expect(brotliDecompressSync(body).toString()).toBe(script);
  expect(body.length).toBeLessThan(script.length / 10);
  expect(await ask("/_next/static/chunks/one.js", "br", "HEAD")).toMatchObject({ code: 200, headers: { "content-length": String(body.length) } });
});

it.each([
  ["a client that takes no such thing", "/_next/static/chunks/one.js", "gzip"],
  ["a client that refuses it", "/_next/static/chunks/one.js", "gzip, br;q=0"],
  ["a path in another spelling", "/_next/static/chunks/../chunks/one.js", "br"],
  ["what an earlier build has left", "/_next/static/chunks/gone.js", "br"],
  ["what is no script or style", "/_next/static/chunks/letters.woff2", "br"],
  ["the compressed file itself", "/_next/static/chunks/one.js.br", "br"],
])("%s is left to Next", async (_name, target, encodings) => {
  expect((await ask(target, encodings)).code).toBe(204);
});

it("what is not a read is left to Next", async () => {
  expect((await ask("/_next/static/chunks/one.js", "br", "POST")).code).toBe(204);
});
