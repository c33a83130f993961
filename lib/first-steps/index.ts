import { type Context, requireAdmin } from "../context.ts";

/** Whether an instance has come to use: an environment, somebody with access, a file. Until then its administrators are led on. Admins only. */
export async function isInUse(context: Context): Promise<boolean> {
  requireAdmin(context);
  const { db } = context;
  const first = { select: { id: true } } as const;
  const found = await Promise.all([db.environment.findFirst(first), db.grant.findFirst(first), db.kubeconfig.findFirst(first)]);
  return found.every((row) => row !== null);
}
