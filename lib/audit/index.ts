export { listAuditEvents } from "./list-events.ts";
export type { RequestRecord } from "./request-record.ts";
