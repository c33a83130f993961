// Next, kept away from our sockets: it is given a server of its own that never listens. On ours it would add a second `upgrade`
// listener at the first page view and end every exec from then on.
import { randomBytes } from "node:crypto";
import http from "node:http";
import type { Duplex } from "node:stream";
import next from "next";
import { createCompressedFiles } from "./compressed-files.ts";
import { refuseUpgrade } from "./gateway.ts";

export interface Pages {
  request(request: http.IncomingMessage, response: http.ServerResponse): void;
  upgrade(request: http.IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** Prepares the pages (built, or compiled on demand when `dev`). */
export async function createPages(options: { dev: boolean; root: string; hsts: boolean }): Promise<Pages> {
  const detached = new http.Server();
  const app = next({ dev: options.dev, dir: options.root, httpServer: detached, customServer: true });
  await app.prepare();
  const handle = app.getRequestHandler();
  const compressed = createCompressedFiles(options.dev ? null : options.root);
  return {
    request(request, response) {
      const nonce = randomBytes(16).toString("base64");
      const policy = contentSecurityPolicy(nonce, options.dev);
      // Next reads the nonce for its own scripts from the request's policy.
      request.headers["content-security-policy"] = policy;
      request.headers["x-nonce"] = nonce;
      request.headers["x-drawbridge-path"] = pagePath(request.url);
      response.setHeader("Content-Security-Policy", policy);
      response.setHeader("X-Content-Type-Options", "nosniff");
      response.setHeader("Referrer-Policy", "same-origin");
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
      response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
      if (options.hsts) response.setHeader("Strict-Transport-Security", "max-age=31536000");
      if (!compressed.answer(request, response)) void handle(request, response);
    },
    upgrade(request, socket, head) {
      if (options.dev && request.url?.startsWith("/_next/")) {
        detached.emit("upgrade", request, socket, head);
        return;
      }
      refuseUpgrade(socket, 404);
    },
    close: () => app.close(),
  };
}

/** Path and query as a person would see them: without the mark of Next's own fetches. Too long a one is not worth coming back to. */
function pagePath(target = "/"): string {
  const path = target.replace(/([?&])_rsc=[^&]*&?/, "$1").replace(/[?&]$/, "");
  return path.length <= 1000 ? path : "/";
}

function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    // Attributes only: positioned popups set their place by style attribute, which no nonce can cover.
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
