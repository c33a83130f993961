export { readAuditRow } from "./audit-row.ts";
export { deleteOldAuditEvents } from "./delete-old-events.ts";
export { viewOf as auditEventView } from "./event-view.ts";
export { exportAuditEvents } from "./export-events.ts";
export { findAuditEvent } from "./find-event.ts";
export { followAuditEvents } from "./follow-events.ts";
export { toKubernetesEvent } from "./kubernetes-event.ts";
export { listAuditEvents } from "./list-events.ts";
export type { RequestRecord } from "./request-record.ts";
