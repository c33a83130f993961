import { expect, it } from "vitest";
import type { WebhookTarget } from "#lib/audit-webhook/index.ts";
import { NotTaken, openDelivery } from "./delivery.ts";

const target: WebhookTarget = { url: "https://localhost:9443/", ca: null, tlsServerName: null, token: "t0ken", clientCertificate: null };

it("asks where the receiver's name leads at the moment of connecting: no event and no token goes where Drawbridge never connects", async () => {
  const delivery = openDelivery(target);
  await expect(delivery.post("{}")).rejects.toThrow(NotTaken);
  await expect(delivery.post("{}")).rejects.toThrow("is Drawbridge itself");
  delivery.close();
});
