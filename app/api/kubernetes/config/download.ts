import type { IssuedFile, IssuedKubeconfig } from "#lib/kubeconfig/schema.ts";

/** To our dialog, which asks for JSON, the file with its entries, so that the page can try each; to everybody else the file. */
export function handOver(request: Request, issued: IssuedKubeconfig): Response {
  return request.headers.get("accept") === "application/json" ? asJson(issued) : download(issued);
}

function asJson({ fileName, content, expiresAt, entries }: IssuedKubeconfig): Response {
  return Response.json({ fileName, content, expiresAt, entries } satisfies IssuedFile, {
    headers: { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" },
  });
}

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
