import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, configValues, configVariables, nowhere, parseConfig } from "./config.ts";

function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    parseConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe("the configuration", () => {
  it("needs nothing", () => {
    expect(parseConfig({ PATH: "/bin" })).toEqual({
      dataDir: path.resolve("data"),
      databaseUrl: null,
      listen: { host: "localhost", port: 9443 },
      httpListen: { host: "localhost", port: 9080 },
      externalUrl: null,
      trustedProxies: [],
      tlsFiles: null,
      firstAdmin: null,
      logLevel: "info",
      metricsListen: null,
      metricsTokenFile: null,
      auditWebhookConfigFile: null,
      auditFailure: "continue",
      drainDelaySeconds: 0,
      drainGraceSeconds: 60,
      textsFile: null,
      hasPrimitivesPage: false,
    });
  });

  it.each([
    ["0.0.0.0:9443", { host: "0.0.0.0", port: 9443 }],
    ["[::]:443", { host: "::", port: 443 }],
    ["[::1]:0", { host: "::1", port: 0 }],
    [":8443", { host: "0.0.0.0", port: 8443 }],
    [" localhost:1 ", { host: "localhost", port: 1 }],
  ])("listens on %j", (text, expected) => {
    expect(parseConfig({ DRAWBRIDGE_LISTEN: text }).listen).toEqual(expected);
  });

  it.each(["localhost", "9443", "localhost:99999", "localhost:x", "::1:9443", "https://localhost:9443", "a b:1"])("does not listen on %j", (text) => {
    expect(faultsOf({ DRAWBRIDGE_LISTEN: text })).toEqual([expect.stringContaining(`DRAWBRIDGE_LISTEN: ${JSON.stringify(text)}`)]);
  });

  it("leaves plain http out when its address is empty", () => {
    expect(parseConfig({ DRAWBRIDGE_HTTP_LISTEN: "" }).httpListen).toBeNull();
  });

  it("has metrics nowhere unless told, and then at an own address, behind a token's file, or both", () => {
    const both = parseConfig({ DRAWBRIDGE_METRICS_LISTEN: "10.0.0.1:9464", DRAWBRIDGE_METRICS_TOKEN_FILE: "/run/token" });
    expect(both).toMatchObject({ metricsListen: { host: "10.0.0.1", port: 9464 }, metricsTokenFile: "/run/token" });
    expect(faultsOf({ DRAWBRIDGE_METRICS_LISTEN: "9464" })).toEqual([expect.stringContaining("DRAWBRIDGE_METRICS_LISTEN")]);
  });

  it("takes an https origin as external URL, and normalises it", () => {
    expect(parseConfig({ DRAWBRIDGE_EXTERNAL_URL: "https://Drawbridge.example.com:443/" }).externalUrl).toBe("https://drawbridge.example.com");
  });

  it.each(["http://drawbridge.example.com", "drawbridge.example.com", "https://x.example/path", "https://x.example/?q", "https://me@x.example"])(
    "refuses %j as external URL",
    (text) => {
      expect(faultsOf({ DRAWBRIDGE_EXTERNAL_URL: text })).toHaveLength(1);
    },
  );

  it.each([
    ["DRAWBRIDGE_TLS_CERT_FILE", "DRAWBRIDGE_TLS_KEY_FILE"],
    ["DRAWBRIDGE_ADMIN_LOGIN", "DRAWBRIDGE_ADMIN_PASSWORD_FILE"],
  ])("takes %s and %s together only", (one, two) => {
    expect(faultsOf({ [one]: "x" })).toHaveLength(1);
    expect(faultsOf({ [two]: "x" })).toHaveLength(1);
    expect(faultsOf({ [one]: "x", [two]: "y" })).toEqual([]);
  });

  it("lets requests go on without the audit, or refuses them, and knows no third way", () => {
    expect(parseConfig({ DRAWBRIDGE_AUDIT_FAILURE: "refuse" }).auditFailure).toBe("refuse");
    expect(faultsOf({ DRAWBRIDGE_AUDIT_FAILURE: "stop" })).toEqual([expect.stringContaining("DRAWBRIDGE_AUDIT_FAILURE")]);
  });

  it("trusts the proxies that are listed, as addresses and as ranges", () => {
    expect(parseConfig({ DRAWBRIDGE_TRUSTED_PROXIES: "10.0.0.0/8, fd00::/8 192.0.2.7" }).trustedProxies).toEqual([
      { address: "10.0.0.0", prefix: 8 },
      { address: "fd00::", prefix: 8 },
      { address: "192.0.2.7", prefix: 32 },
    ]);
  });

  it.each(["10.0.0.0/33", "fd00::/129", "proxy.example.com", "10.0.0/8", "10.0.0.0/", "*"])("trusts no %j", (text) => {
    expect(faultsOf({ DRAWBRIDGE_TRUSTED_PROXIES: text })).toEqual([expect.stringContaining("DRAWBRIDGE_TRUSTED_PROXIES")]);
  });

  it("takes whole seconds for the drain", () => {
    expect(parseConfig({ DRAWBRIDGE_DRAIN_DELAY: "5", DRAWBRIDGE_DRAIN_GRACE: " 3600 " })).toMatchObject({ drainDelaySeconds: 5, drainGraceSeconds: 3600 });
  });

  it.each(["", "5s", "-1", "1.5", "86401", "1e3"])("does not take %j for seconds", (text) => {
    expect(faultsOf({ DRAWBRIDGE_DRAIN_GRACE: text })).toEqual([expect.stringContaining(`DRAWBRIDGE_DRAIN_GRACE: ${JSON.stringify(text)}`)]);
  });

  it("tells every fault at once, a misspelt name among them", () => {
    const faults = faultsOf({ DRAWBRIDGE_LISTEN: "x", DRAWBRIDGE_EXTERNAL_URL: "x", DRAWBRIDGE_LOG_LEVEL: "loud", DRAWBRIDGE_LISTNE: "localhost:1" });
    expect(faults).toHaveLength(4);
    for (const name of ["DRAWBRIDGE_LISTEN:", "DRAWBRIDGE_EXTERNAL_URL:", "DRAWBRIDGE_LOG_LEVEL:", "DRAWBRIDGE_LISTNE:"])
      expect(faults.filter((fault) => fault.startsWith(name))).toHaveLength(1);
  });

  it.each(["x", "mysql://u:secret@db/drawbridge", "postgresql://u:secret@db", "postgresql:///drawbridge", "postgresql://u:secret@db/drawbridge?max=0"])(
    "does not take %j for a database, nor repeats its password",
    (url) => {
      const [fault] = faultsOf({ DRAWBRIDGE_DATABASE_URL: url });
      expect(fault).toMatch(/^DRAWBRIDGE_DATABASE_URL: /);
      expect(fault).not.toContain("secret");
    },
  );

  it("shows where the database is, never its password", () => {
    const shown = (url: string) => configValues({ DRAWBRIDGE_DATABASE_URL: url }).find(({ variable }) => variable === "DRAWBRIDGE_DATABASE_URL")?.value;
    expect(shown("postgresql://u:secret@db:5433/drawbridge?max=5&password=secret")).toBe("postgresql://u@db:5433/drawbridge");
    expect(shown("postgresql://u:sec ret@[x/drawbridge")).toBe("(not a URL)");
  });
});

describe(".env.example", () => {
  it("has every setting with its default, in the order of the code, and no other", () => {
    const lines = readFileSync(path.join(import.meta.dirname, "../.env.example"), "utf8")
      .split("\n")
      .filter((line) => /^[A-Z]/.test(line));
    expect(lines).toEqual(configVariables.map(({ name, fallback }) => `${name}=${fallback}`));
  });

  it("is a configuration without a fault, and the one that nothing at all gives", () => {
    const text = readFileSync(path.join(import.meta.dirname, "../.env.example"), "utf8");
    const variables = Object.fromEntries([...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
    expect(parseConfig(variables)).toEqual(parseConfig({}));
  });
});

describe("what Next would ask of itself", () => {
  it("never reaches a socket: the origin is one that fetch refuses before it connects", async () => {
    await expect(fetch(`${nowhere}/sign-in`)).rejects.toMatchObject({ cause: { message: "bad port" } });
  });
});
