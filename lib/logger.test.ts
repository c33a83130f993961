import { spawnSync } from "node:child_process";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { createToken } from "./kubeconfig/token.ts";
import { redact } from "./logger.ts";

const token = createToken(Buffer.alloc(32, 7));
const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";

describe("what is logged", () => {
  it.each([
    ["our token", `user ${token} came`, "user [redacted] came"],
    ["a cluster's token", `sent ${jwt}!`, "sent [redacted]!"],
    ["an unsigned JWT", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.", "[redacted]"],
    ["a bearer of any kind", "Authorization: Bearer abc.def", "Authorization: Bearer [redacted]"],
    ["our token, percent-encoded", "/api?x=dbk%5Fabc%2Ddef&y=1", "/api?x=[redacted]&y=1"],
    ["a name with a password", "Authorization: Basic aGk6aG8=", "Authorization: Basic [redacted]"],
    [
      "a token in a subprotocol",
      "base64url.bearer.authorization.k8s.io.ZGJr, v4.channel.k8s.io",
      "base64url.bearer.authorization.k8s.io.[redacted], v4.channel.k8s.io",
    ],
    ["a token in a query", "GET /api?access_token=hunter2&watch=1&token=hunter3", "GET /api?access_token=[redacted]&watch=1&token=[redacted]"],
    ["a private key", "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----", "-----BEGIN EC PRIVATE KEY-----[redacted]"],
    ["a session's cookie", "__Host-next-auth.session-token=abc..def; Path=/", "__Host-next-auth.session-token=[redacted]; Path=/"],
    ["nothing secret", "GET /api/v1/pods?continue=abc 200", "GET /api/v1/pods?continue=abc 200"],
  ])("is free of %s", (_title, text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it("is one line of printable characters, whatever names, paths and messages hold: line ends, terminal commands, turned letters", () => {
    const hostile = 'eve\n{"level":"info"}\r\u001b[2J\u009b31m\u2028\u202egnp.exe\u0085\u007f';
    const program = `
      const { logger } = await import(${JSON.stringify(path.join(import.meta.dirname, "logger.ts"))});
      const hostile = ${JSON.stringify(hostile)};
      logger.warn({ path: "/" + hostile, [hostile]: 1, err: new Error(hostile) }, hostile);
    `;
    const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
    expect(stderr).toMatch(/^[^\p{C}\u2028\u2029]+\n$/u);
    expect(JSON.parse(stderr)).toMatchObject({ path: `/${hostile}`, [hostile]: 1, msg: hostile });
  });

  it("is free of them in a real process, whatever field, error or nesting they come in", () => {
    const program = `
      const { logger } = await import(${JSON.stringify(path.join(import.meta.dirname, "logger.ts"))});
      const token = ${JSON.stringify(token)};
      logger.info({ token, deep: { password: "hunter2", list: [token] }, authorization: "Basic aGk6aG8=", err: new Error("for " + token) }, "with " + token);
      logger.error({ headers: { cookie: "a=b" }, url: "/x?token=" + token }, "Bearer " + ${JSON.stringify(jwt)});
    `;
    const { stderr, stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
    expect(stdout).toBe("");
    expect(stderr.trim().split("\n")).toHaveLength(2);
    for (const line of stderr.trim().split("\n")) expect(JSON.parse(line)).toMatchObject({ time: expect.stringMatching(/^\d{4}-/) });
    for (const secret of [token.slice(4), "hunter2", "aGk6aG8=", "a=b", jwt.split(".")[1] ?? ""]) expect(stderr).not.toContain(secret);
  });
});
