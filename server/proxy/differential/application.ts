// A small web application as people run them behind `services/…/proxy`, and as an aggregated API server: it answers by the end of the path.
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Without it, an API server guesses a type; or not, when the body comes a moment after the head. */
const text = { "Content-Type": "text/plain" };

/** Each proxy on the way writes its client's address; and a request that brought no Audit-Id is given one. */
const ofTheWay = new Set(["x-forwarded-for", "audit-id"]);

const answers: Record<string, Answer> = {
  hello: (_, response) => void response.writeHead(200, ["Content-Type", "text/plain; charset=utf-8", "X-Mixed-Case", "yes"]).end("hello ✓\n"),
  lines: (_, response) =>
    void response
      .writeHead(200, [
        "Set-Cookie",
        "a=1; Path=/",
        "Set-Cookie",
        "b=2; HttpOnly",
        "X-Many",
        "1",
        "X-Many",
        "2",
        "ETag",
        '"e"',
        "Vary",
        "Accept",
        "X-Empty",
        "",
      ])
      .end("lines"),
  redirect: (_, response) => void response.writeHead(302, { ...text, Location: "/elsewhere?x=1" }).end("away"),
  relative: (_, response) => void response.writeHead(303, { ...text, Location: "next" }).end(),
  outside: (_, response) => void response.writeHead(307, { ...text, Location: "https://app.example/sign-in" }).end(),
  secret: (_, response) => void response.writeHead(401, { ...text, "WWW-Authenticate": 'Basic realm="app"' }).end("who are you?"),
  html: (_, response) => void response.writeHead(200, { "Content-Type": "text/html" }).end('<html><body><a href="/x">x</a><img src="y.png"></body></html>'),
  nothing: (_, response) => void response.writeHead(204, { "X-Nothing": "1" }).end(),
  unchanged: (_, response) => void response.writeHead(304, { ETag: '"e"' }).end(),
  teapot: (_, response) => void response.writeHead(418, "Short And Stout", text).end("tea"),
  broken: (_, response) => void response.writeHead(500, text).end("it broke"),
  busy: (_, response) => void response.writeHead(503, { ...text, "Retry-After": "7" }).end("later"),
  compressed: (_, response) => void response.writeHead(200, { ...text, "Content-Encoding": "gzip" }).end(gzipSync("x".repeat(5000))),
  pieces(_, response) {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    for (const piece of ["data: 1\n\n", "data: 2\n\n", "data: 3\n\n"]) response.write(piece);
    response.end();
  },
  trailers(_, response) {
    response.writeHead(200, { ...text, Trailer: "X-Sum" });
    response.write("body");
    response.addTrailers({ "X-Sum": "9" });
    response.end();
  },
  async echo(request, response) {
    const { length, sha256 } = await digest(request);
    const headers: string[] = [];
    for (let index = 0; index < request.rawHeaders.length; index += 2) {
      const name = request.rawHeaders[index] ?? "";
      if (!ofTheWay.has(name.toLowerCase())) headers.push(`${name}: ${request.rawHeaders[index + 1]}`);
    }
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ method: request.method, target: request.url, headers, length, sha256 }));
  },
};

/** `…/echo` tells what arrived; other names are those of `answers`; all else is an empty object, which is what an API server looks for first. */
export async function application(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = new URL(request.url ?? "/", "http://app").pathname.split("/").find((segment) => segment in answers);
  const answer = name === undefined ? undefined : answers[name];
  if (answer === undefined) response.writeHead(200, { "Content-Type": "application/json" }).end("{}");
  else await answer(request, response);
}

async function digest(request: IncomingMessage): Promise<{ length: number; sha256: string }> {
  const hash = createHash("sha256");
  let length = 0;
  for await (const chunk of request) {
    hash.update(chunk);
    length += chunk.length;
  }
  return { length, sha256: hash.digest("hex") };
}
