import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { expect, test } from "../house.ts";
import { downloadKubeconfig } from "../steps.ts";

const file = z.object({
  clusters: z.array(z.object({ cluster: z.object({ server: z.string() }) })),
  users: z.array(z.object({ user: z.object({ token: z.string() }) })),
});

// P32, P40
test("a page in a browser, which can set no header, runs a command with the file's token", async ({ house, signedInAs, page }, testInfo) => {
  const { clusters, users } = file.parse(parse(readFileSync(await downloadKubeconfig(await signedInAs("ada"), house.url, "staging", testInfo), "utf8")));
  const server = (clusters[0]?.cluster.server ?? "").replace("https:", "wss:");
  const tokenProtocol = `base64url.bearer.authorization.k8s.io.${Buffer.from(users[0]?.user.token ?? "").toString("base64url")}`;
  const url = `${server}/api/v1/namespaces/default/pods/web/exec?command=sh&command=-c&command=${encodeURIComponent("echo hello; exit 7")}&stdout=true`;

  const told = await page.evaluate(
    async ([address, ...protocols]) => {
      const socket = new WebSocket(address ?? "", protocols);
      socket.binaryType = "arraybuffer";
      const channels: Record<number, string> = {};
      socket.onmessage = ({ data }) => {
        const [channel = 0, ...bytes] = new Uint8Array(data);
        channels[channel] = (channels[channel] ?? "") + String.fromCharCode(...bytes);
      };
      const { code } = await new Promise<CloseEvent>((resolve) => {
        socket.onclose = resolve;
      });
      return { protocol: socket.protocol, channels, code };
    },
    [url, tokenProtocol, "v5.channel.k8s.io"],
  );
  expect(told).toMatchObject({ protocol: "v5.channel.k8s.io", code: 1000, channels: { 1: "hello\n" } });
  expect(told.channels[3]).toContain('"message":"7"');
});
