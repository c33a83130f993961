import { describe, expect, it } from "vitest";
import { streamRequestOf } from "./stream-request.ts";

const of = (subresource: string, query: string) => streamRequestOf({ subresource, requestURI: `/api/v1/namespaces/a/pods/web/${subresource}?${query}` });

describe("what a stream was asked to do", () => {
  it("is exec's command and container", () => {
    expect(of("exec", "command=sh&command=-c&command=echo+%22hi%22&container=app&stdin=true")).toEqual({
      ...{ command: ["sh", "-c", 'echo "hi"'], container: "app", ports: [], copy: null },
    });
  });

  it.each([
    ["command=tar&command=cf&command=-&command=%2Fetc%2Fpasswd", { direction: "from", path: "/etc/passwd" }],
    ["command=tar&command=-xmf&command=-&command=-C&command=%2Ftmp", { direction: "to", path: "/tmp" }],
    ["command=%2Fbin%2Ftar&command=xf&command=-", { direction: "to", path: null }],
    ["command=tar&command=tf&command=-", null],
    ["command=tar&command=cf&command=%2Ftmp%2Fa.tar&command=%2Fetc", null],
    ["command=star&command=cf&command=-", null],
  ])("is a copy when kubectl cp makes it by tar: %s", (query, copy) => {
    expect(of("exec", query)?.copy).toEqual(copy);
  });

  it("is a port-forward's ports, as far as its query has them", () => {
    expect(of("portforward", "ports=8080,9090&ports=1")?.ports).toEqual([8080, 9090, 1]);
    expect(of("portforward", "")?.ports).toEqual([]);
    expect(of("portforward", "ports=99999999,x,-1")?.ports).toEqual([]);
  });

  it("is nothing for other requests", () => {
    expect(of("log", "follow=true")).toBeNull();
    expect(streamRequestOf({ subresource: null, requestURI: "/version" })).toBeNull();
  });
});
