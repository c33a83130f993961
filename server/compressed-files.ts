// Scripts and styles, compressed once, as well as it can be, when the pages are built: an eighth less than what Next would compress anew
// for each browser, and nothing to do on the thread that carries everybody's requests.
import { createReadStream, globSync, statSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { logger } from "#lib/logger.ts";

const folder = ".next/static";
const types: Record<string, string> = { ".js": "application/javascript; charset=UTF-8", ".css": "text/css; charset=UTF-8" };

const compress = promisify(brotliCompress);

/** Puts `NAME.br` beside each script and style of the build, and takes away what an earlier build has left. */
export async function compressFiles(root: string): Promise<void> {
  const all = (pattern: string) => globSync(pattern, { cwd: path.join(root, folder) }).map((name) => path.join(root, folder, name));
  for (const file of all("**/*.br")) await rm(file);
  for (const file of all("**/*.{js,css}")) await writeFile(`${file}.br`, await compress(await readFile(file)));
}

export interface CompressedFiles {
  /** Answers a request for a file that is there compressed, by a client that takes it so; false for every other request. */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
}

/** Null: none. What a build leaves does not change while it is served. */
export function createCompressedFiles(root: string | null): CompressedFiles {
  const files = root === null ? new Map<string, CompressedFile>() : readFiles(root);
  return {
    answer(request, response) {
      const file = files.get(pathOf(request.url));
      if (file === undefined || !(request.method === "GET" || request.method === "HEAD") || !takesBrotli(request)) return false;
      response.writeHead(200, {
        "Content-Type": file.type,
        "Content-Encoding": "br",
        "Content-Length": file.bytes,
        "Cache-Control": "public, max-age=31536000, immutable",
        Vary: "Accept-Encoding",
      });
      if (request.method === "HEAD") response.end();
      else {
        pipeline(createReadStream(file.path), response).catch((error: NodeJS.ErrnoException) => {
          // A browser that goes on to another page is no fault.
          if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") logger.error({ err: error }, "a file of the pages could not be read");
        });
      }
      return true;
    },
  };
}

interface CompressedFile {
  path: string;
  bytes: number;
  type: string;
}

/** By the path at which a page asks for them. */
function readFiles(root: string): Map<string, CompressedFile> {
  const files = new Map<string, CompressedFile>();
  for (const name of globSync("**/*.br", { cwd: path.join(root, folder) })) {
    const file = path.join(root, folder, name);
    const plain = name.slice(0, -".br".length);
    const type = types[path.extname(plain)];
    if (type !== undefined) files.set(`/_next/static/${plain.replaceAll("\\", "/")}`, { path: file, bytes: statSync(file).size, type });
  }
  return files;
}

function pathOf(target = ""): string {
  return target.split("?", 1)[0] ?? "";
}

/** RFC 9110 §12.5.3; whoever writes it in another way gets what Next sends. */
function takesBrotli({ headers }: IncomingMessage): boolean {
  return String(headers["accept-encoding"] ?? "")
    .split(",")
    .some((coding) => /^\s*br\s*(?:;\s*q=(?:1|0?\.\d*[1-9]\d*))?\s*$/i.test(coding));
}
