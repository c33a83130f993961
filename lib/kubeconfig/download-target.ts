import type { Db } from "../db.ts";
import { certificateAuthority } from "../served-certificate/index.ts";
import { readExternalUrl } from "../settings/index.ts";
import type { DownloadTarget } from "./issue.ts";

/** What files say of us to a person whose browser (or script) called us `host`, a Host header that the gateway has checked to be ours. */
export async function downloadTarget(db: Db, host: string): Promise<DownloadTarget> {
  const [externalUrl, authority] = await Promise.all([readExternalUrl(db), certificateAuthority(db, new Date())]);
  return { serverUrl: externalUrl ?? `https://${host}`, certificateAuthority: authority };
}
