import { type ExternalUrlResult, externalUrlResultSchema } from "#lib/external-url-check/schema.ts";
import { t } from "#lib/texts/index.ts";

/** Runs the check and hands on each item as soon as it is over. Throws a sentence when there is no check. */
export async function followExternalUrlCheck(idleSeconds: number, signal: AbortSignal, onResult: (result: ExternalUrlResult) => void): Promise<void> {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch("/api/external-url-check/run", { method: "POST", headers, body: JSON.stringify({ idleSeconds }), signal });
  if (!response.ok || response.body === null) throw new Error(t("The check could not be started. Reload the page and try again."));
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const lines = `${rest}${piece.value}`.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onResult(externalUrlResultSchema.parse(JSON.parse(line)));
  }
}
