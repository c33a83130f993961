// A table of audit rows as an instance has them: mostly reading of common things, and of everything rare a little.
import Database from "libsql";

/** 200 people, 20 environments, 300 namespaces, 400 files, 500 addresses, over three months; 2 % refused, 0.05 % failed, 0.02 % deletes. */
const insert = `
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
INSERT INTO "AuditEvent" ("id", "at", "action", "actorId", "actorLogin", "sourceIP", "userAgent", "environmentId", "environmentName", "kubeconfigId",
  "auditID", "stage", "verb", "requestURI", "apiGroup", "resource", "namespace", "name", "code", "durationMs", "requestBytes", "responseBytes")
SELECT
  printf('%08x-0000-7000-8000-%012x', i, abs(random()) % 281474976710656),
  strftime('%Y-%m-%dT%H:%M:%f', 1780000000 + i * 7.776, 'unixepoch') || '+00:00',
  CASE WHEN i % 1000 = 7 THEN 'kubeconfig.issued' WHEN i % 50 = 3 THEN 'request.refused' ELSE 'request.forwarded' END,
  'u' || (i * 7919 % 200), 'person' || (i * 7919 % 200), '10.0.' || (i * 31 % 2) || '.' || (i * 104729 % 250), 'kubectl/v1.36.0 (linux/amd64)',
  i * 15485863 / 7 % 20, 'environment' || (i * 15485863 / 7 % 20), 'file' || (i * 7919 % 400), printf('%08x-aaaa-4bbb-8ccc-%012x', i, i),
  'ResponseComplete', CASE WHEN i % 5000 = 9 THEN 'delete' ELSE 'get' END, '/api/v1/namespaces/ns/pods/pod-' || i, '',
  CASE WHEN i % 3000 = 11 THEN 'secrets' ELSE 'pods' END, 'ns' || (i * 32452843 / 11 % 300), 'pod-' || i,
  CASE WHEN i % 50 = 3 THEN 403 WHEN i % 2000 = 5 THEN 503 ELSE 200 END, 12, 0, 4000
FROM n`;

/** Adds `count` rows to the migrated database `file`. */
export function makeAuditRows(file: string, count: number): void {
  const database = new Database(file);
  database.exec("PRAGMA synchronous = OFF");
  database.prepare(insert).run([count]);
  database.close();
}
