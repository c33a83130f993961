import type { IssuedKubeconfig } from "#lib/kubeconfig/schema.ts";

/** The file as an attachment that no cache keeps: what is in it is a credential. */
export function download({ content, fileName, kubeconfig }: IssuedKubeconfig): Response {
  return new Response(content, {
    headers: {
      "Content-Type": "application/yaml",
      "Content-Disposition": `attachment; filename="${fileName}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "Cache-Control": "no-store",
      "X-Content-Type-Options": "nosniff",
      "X-Kubeconfig-Id": kubeconfig.id,
    },
  });
}
