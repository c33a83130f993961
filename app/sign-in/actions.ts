"use server";

import { headers } from "next/headers";
import { database } from "#lib/db.ts";
import { passkeyPlace, startPasskeySignIn } from "#lib/passkeys/index.ts";

/** What a browser in which nobody is signed in asks its passkeys, or why it cannot. */
export async function passkeyOptionsAction() {
  const { party, reason } = await passkeyPlace(database(), (await headers()).get("host"));
  return party === null ? { options: null, reason } : { options: await startPasskeySignIn(party, new Date()), reason: null };
}
