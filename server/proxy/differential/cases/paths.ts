import { type Case, one } from "../case.ts";

const core = "/api/v1/namespaces/differential";
const names = (count: number) => Array.from({ length: count }, (_, index) => `value-${index}-${"x".repeat(40)}`).join(",");

export const paths: readonly Case[] = [
  ...[
    `${core}/configmaps/item%2D00`,
    `${core}/configmaps/%69tem-00`,
    `${core}/configmaps/item-00/`,
    `${core}/configmaps/item-00?`,
    `${core}/configmaps/item-00?&`,
    `${core}/configmaps/item-00?a=b?c=d`,
    `${core}/configmaps/item-00?a=b;c=d`,
    `${core}/configmaps/item-00?a=%2F%25%00`,
    `${core}/configmaps/item-00?a=|"{}<>^\``,
    `${core}/configmaps/item-00?pretty=true`,
    `${core}/configmaps/item-00?pretty=true&pretty=false`,
  ].map((path) => one("GET", path, 200)),
  one("GET", `${core}/configmaps/item%2F00`, 404),
  one("GET", `${core}/configmaps/item+00`, 404),
  one("GET", `${core}/configmaps/item%2B00`, 404),
  one("GET", `${core}/configmaps/item-00%20`, 404),
  one("GET", `${core}/configmaps/item-00;v=1`, 404),
  one("GET", `${core}/configmaps/@item`, 404),
  one("GET", `${core}/configmaps/it:em`, 404),
  one("GET", `${core}/configmaps/it%25em`, 400),
  one("GET", `${core}/configmaps/|"{}<>^\``, 404),
  one("GET", `${core}/configmaps/$&'()*,=!~`, 404),
  one("GET", `${core}/configmaps/%C3%A9`, 404),
  one("GET", `${core}/configmaps/%ff`, 404),
  one("GET", `${core}/configmaps/%zz`, 400),
  one("GET", `${core}/configmaps/%`, 400),
  one("GET", "/api//v1/namespaces/differential", 404),
  one("GET", "/api/v1//namespaces/differential", 404),
  one("GET", `${core}//configmaps`, 404),
  one("GET", `${core}/configmaps//item-00`, 404),
  one("GET", "/API/v1", 404),
  one("GET", "/api/v1/namespace/differential", 404),
  one("GET", "/nowhere", 404),
  one("GET", `/${"deep/".repeat(200)}`, 404),
  one("GET", `${core}/configmaps?labelSelector=a%3D%C3%A9`, 400),
  one("GET", `${core}/configmaps?labelSelector==`, 400),
  one("GET", `${core}/configmaps?fieldSelector=spec.nothing%3D1`, 400),
  one("GET", `${core}/configmaps?resourceVersion=abc`, 400),
  one("GET", `${core}/configmaps?resourceVersionMatch=Exact`, 422),
  one("GET", `${core}/configmaps?watch=maybe&timeoutSeconds=x`, 400),
  one("GET", `${core}/configmaps?limit=2&limit=3&resourceVersion={rv}&resourceVersionMatch=Exact`, 200),
  one("GET", "/api/v1/watch/namespaces/differential/configmaps/none?timeoutSeconds=1&resourceVersion={rv}", 200),
];

/** Selectors of 20, 70 and 900 KB: more than Node's 16 KiB, less than the API server's own megabyte. */
export const long: readonly Case[] = [
  ...[400, 1_400, 17_500].map((count) => one("GET", `${core}/configmaps?labelSelector=name+in+(${names(count)})`, 200, { vary: ["listVersion"] })),
  one("GET", `${core}/configmaps/item-00`, 200, { headers: [`X-Long: ${"x".repeat(60_000)}`], title: "a header of 60 KB" }),
  one("GET", `${core}/configmaps/item-00`, 200, { headers: Array.from({ length: 300 }, (_, index) => `X-${index}: ${index}`), title: "300 headers" }),
];
