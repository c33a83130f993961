import { csvLine } from "#lib/csv.ts";
import type { KubeconfigView } from "#lib/kubeconfig/schema.ts";

const header = [
  ...["id", "name", "description", "owner", "state", "endReason", "environments", "createdAt", "renewedAt", "expiresAt", "revokedAt"],
  ...["lastUsedAt", "lastUsedAddress", "lastUsedClient"],
];

/** The files as lines of CSV, piece by piece as they come. Instants are ISO 8601 in UTC; an empty `expiresAt` is never. */
export async function* kubeconfigsCsv(pages: AsyncIterable<readonly KubeconfigView[]>): AsyncGenerator<string> {
  yield csvLine(header);
  for await (const page of pages) yield page.map(lineOf).join("");
}

function lineOf(file: KubeconfigView): string {
  return csvLine([
    ...[file.id, file.name, file.description, file.owner.login, file.state, file.endReason, file.environments.map(environmentText).join("; ")],
    ...[file.createdAt, file.renewedAt, file.expiresAt, file.revokedAt, file.lastUsedAt, file.lastUsedAddress, file.lastUsedClient],
  ]);
}

function environmentText({ name, state, expiresAt }: KubeconfigView["environments"][number]): string {
  return state === "active" ? `${name} until ${expiresAt ?? "it is revoked"}` : `${name} ${state}`;
}
