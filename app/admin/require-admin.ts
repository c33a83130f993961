import { notFound } from "next/navigation";
import { requireContext } from "#lib/auth/index.ts";
import type { Context, Person } from "#lib/context.ts";

/** The signed-in administrator; to everyone else these pages do not exist. */
export async function requireAdminContext(): Promise<{ context: Context; person: Person }> {
  const context = await requireContext();
  if (context.actor.kind !== "person" || !context.actor.person.isAdmin) notFound();
  return { context, person: context.actor.person };
}
