import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The names under which pods find the image; none is `latest`, so that the kubelet never asks a registry. */
export const imageTags = ["localhost/pause:1", "docker.io/library/busybox:1"] as const;

/**
 * Writes an image in the format of `docker save` whose only layer is the machine's static busybox,
 * so that pods run where no image registry can be reached.
 */
export function writeBusyboxImage(busyboxPath: string, imagePath: string): void {
  const work = mkdtempSync(join(tmpdir(), "drawbridge-image-"));
  try {
    const root = join(work, "root");
    writeRootFilesystem(busyboxPath, root);
    execFileSync("tar", ["-C", root, "--owner=0", "--group=0", "-cf", join(work, "layer.tar"), "."]);
    const layerDigest = createHash("sha256")
      .update(readFileSync(join(work, "layer.tar")))
      .digest("hex");
    writeFileSync(join(work, "config.json"), JSON.stringify(imageConfig(layerDigest)));
    const manifest = [{ Config: "config.json", RepoTags: imageTags, Layers: ["layer.tar"] }];
    writeFileSync(join(work, "manifest.json"), JSON.stringify(manifest));
    execFileSync("tar", ["-C", work, "-cf", imagePath, "config.json", "manifest.json", "layer.tar"]);
  } finally {
    rmSync(work, { recursive: true });
  }
}

function writeRootFilesystem(busyboxPath: string, root: string): void {
  for (const directory of ["bin", "etc", "root", "tmp", "var"]) mkdirSync(join(root, directory), { recursive: true });
  copyFileSync(busyboxPath, join(root, "bin", "busybox"));
  const applets = execFileSync(busyboxPath, ["--list"], { encoding: "utf8" }).split("\n").filter(Boolean);
  for (const applet of applets) if (applet !== "busybox") symlinkSync("busybox", join(root, "bin", applet));
  writeFileSync(join(root, "etc", "passwd"), "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n");
  writeFileSync(join(root, "etc", "group"), "root:x:0:\nnogroup:x:65534:\n");
}

function imageConfig(layerDigest: string) {
  return {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config: { Cmd: ["/bin/sleep", "2147483647"], Env: ["PATH=/bin"] },
    rootfs: { type: "layers", diff_ids: [`sha256:${layerDigest}`] },
    history: [{ created_by: "drawbridge e2e" }],
  };
}
