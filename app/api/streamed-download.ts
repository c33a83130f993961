import type { Context } from "#lib/context.ts";
import { requireLiveActor } from "#lib/live-actor.ts";

const askEveryMs = 1000;

/**
 * Text that is made piece by piece while it is sent, as an attachment that no cache keeps. Who goes away ends the making, and so does the
 * end of the session that asked: the file then breaks off, as a failed download.
 */
export function streamedDownload(
  pieces: AsyncIterable<string>,
  context: Context,
  { contentType, fileName }: { contentType: string; fileName: string },
): Response {
  const encoder = new TextEncoder();
  const iterator = pieces[Symbol.asyncIterator]();
  let askedAt = performance.now();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          if (performance.now() - askedAt >= askEveryMs) {
            await requireLiveActor(context.db, context);
            askedAt = performance.now();
          }
          const { done, value } = await iterator.next();
          if (done) controller.close();
          else controller.enqueue(encoder.encode(value));
        } catch (error) {
          await iterator.return?.();
          throw error;
        }
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    // A piece is made when the one before has been taken.
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      "Content-Type": contentType,
      "Content-Disposition": `attachment; filename="${fileName}"`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
    },
  });
}
