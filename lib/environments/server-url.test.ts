import { describe, expect, it } from "vitest";
import { parseServer } from "./server-url.ts";

describe("parseServer", () => {
  it.each([
    ["http://10.0.0.1:6443", /http: a credential would travel in clear/],
    ["unix:///run/k8s.sock", /not an https URL/],
    ["file:///etc/passwd", /not an https URL/],
    ["gopher://10.0.0.1", /not an https URL/],
    ["10.0.0.1:6443", /not an https URL/],
    ["https://admin:secret@10.0.0.1", /name or password/],
    ["https://10.0.0.1/?x=1", /query or fragment/],
    ["https://169.254.169.254", /metadata/],
    ["https://[fd00:ec2::254]", /metadata/],
    ["https://[fd20:ce::254]", /metadata/],
    ["https://metadata.google.internal", /metadata/],
    ["https://METADATA.google.internal.", /metadata/],
    ["https://100.100.100.200", /metadata/],
    ["https://168.63.129.16", /metadata/],
    ["https://192.0.0.192", /metadata/],
    ["https://0.0.0.0:6443", /unspecified/],
    ["https://[::]:6443", /unspecified/],
    ["https://0/", /unspecified/],
    ["https://2852039166/", /metadata/],
    ["https://0xa9fea9fe/", /metadata/],
    ["https://0251.0376.0251.0376/", /metadata/],
    ["https://[::ffff:169.254.169.254]/", /metadata/],
    ["https://[::169.254.169.254]/", /metadata/],
    ["https://[64:ff9b::169.254.169.254]/", /metadata/],
    ["https://[2002:a9fe:a9fe::1]/", /metadata/],
    ["https://[fe80::1]/", /link-local/],
    ["https://224.0.0.1/", /multicast/],
    ["https://[ff02::1]/", /multicast/],
    ["https://127.0.0.1:9443", /Drawbridge itself/],
    ["https://[::1]:9443", /Drawbridge itself/],
    ["https://127.8.8.8:9080", /Drawbridge itself/],
    ["https://[::ffff:127.0.0.1]:9443", /Drawbridge itself/],
  ])("A45: refuses %s", (server, message) => {
    expect(() => parseServer(server)).toThrow(message);
  });

  it.each([
    ["https://127.0.0.1:6443", "https://127.0.0.1:6443"],
    ["https://[::1]:6443/", "https://[::1]:6443"],
    ["https://10.0.0.1", "https://10.0.0.1"],
    ["https://[fd12:3456::1]:6443", "https://[fd12:3456::1]:6443"],
    ["https://Cluster.example.com:443/k8s/clusters/c-1/", "https://cluster.example.com/k8s/clusters/c-1"],
  ])("takes %s", (server, normalised) => {
    expect(parseServer(server)).toBe(normalised);
  });
});
