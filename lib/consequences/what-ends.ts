import { type Context, requireAdmin, requirePerson } from "../context.ts";
import { NotFound } from "../errors.ts";
import { t } from "../texts/index.ts";
import { countFiles, type TokenCondition } from "./files.ts";
import { countOpenStreams } from "./open-streams.ts";
import { lostRights } from "./rights.ts";
import type { ConsequencesView, Ending } from "./schema.ts";

const nobody = { count: 0, owners: [] };
const nothing: ConsequencesView = { files: nobody, narrowed: nobody, streams: 0, sessions: 0, rights: [] };

/** What would end, and for whom, if it were done now. Files: one's own, or as an admin anyone's; all else is for admins. Throws Forbidden or NotFound. */
export async function whatEnds(context: Context, ending: Ending): Promise<ConsequencesView> {
  if (ending.kind === "files") await requireEndable(context, ending.ids);
  else requireAdmin(context);
  switch (ending.kind) {
    case "files":
      return { ...nothing, ...(await ofTokens(context, { kubeconfigId: { in: ending.ids } })), streams: await countOpenStreams(context, ending) };
    case "users":
      return {
        ...nothing,
        ...(await ofTokens(context, { kubeconfig: { ownerId: { in: ending.ids } } })),
        streams: await countOpenStreams(context, ending),
        sessions: await countSessions(context, ending.ids),
      };
    case "sessions":
      return { ...nothing, sessions: await countSessions(context, ending.userIds) };
    case "environment":
      return { ...nothing, ...(await ofTokens(context, { environmentId: ending.id })), streams: await countOpenStreams(context, ending) };
    case "grants":
    case "team":
      return { ...nothing, rights: await lostRights(context, ending) };
  }
}

function countSessions({ db, now }: Context, userIds: string[]): Promise<number> {
  return db.session.count({ where: { userId: { in: userIds }, expiresAt: { gt: now } } });
}

async function ofTokens(context: Context, cut: TokenCondition): Promise<Pick<ConsequencesView, "files" | "narrowed">> {
  const [files, narrowed] = await Promise.all([countFiles(context, cut, { whole: true }), countFiles(context, cut, { whole: false })]);
  return { files, narrowed };
}

async function requireEndable(context: Context, ids: readonly string[]): Promise<void> {
  const { id: personId, isAdmin } = requirePerson(context);
  const wanted = [...new Set(ids)];
  const count = await context.db.kubeconfig.count({ where: { id: { in: wanted }, ...(isAdmin ? {} : { ownerId: personId }) } });
  if (count < wanted.length) throw new NotFound(t("There is no such kubeconfig."));
}
