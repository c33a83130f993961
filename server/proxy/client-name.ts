/** The tool behind a User-Agent such as `kubectl/v1.36.3 (linux/amd64) kubernetes/abc`: `kubectl 1.36.3`. Null when it does not say. */
export function clientName(userAgent: string | undefined): string | null {
  const [, name, version] = /^([A-Za-z0-9._-]{1,40})(?:\/v?([A-Za-z0-9._+-]{1,30}))?/.exec(userAgent ?? "") ?? [];
  if (!name) return null;
  // Every browser says Mozilla, and a version that no longer means anything.
  if (name === "Mozilla") return "a browser";
  return version ? `${name} ${version}` : name;
}
