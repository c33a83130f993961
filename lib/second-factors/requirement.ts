import type { Context } from "../context.ts";
import { InvalidInput } from "../errors.ts";
import { isTwoFactor, type SignInMethod } from "../sessions/schema.ts";
import { updateSettings } from "../settings/index.ts";
import { t } from "../texts/index.ts";

/**
 * Whether administrators may do anything before they have a second factor. `method`: how the one who asks has signed in; whoever has not
 * shown a second factor cannot ask for everybody's, since they would be the first to be shut out. Throws InvalidInput("adminsNeedSecondFactor").
 */
export async function requireSecondFactorOfAdmins(context: Context, needed: boolean, method: SignInMethod): Promise<void> {
  if (needed && !isTwoFactor(method)) throw new InvalidInput("adminsNeedSecondFactor", t("Set up a second factor in your own account first."));
  await updateSettings(context, { adminsNeedSecondFactor: needed });
}
