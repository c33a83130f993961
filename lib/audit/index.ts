export { listAuditEvents } from "./list-events.ts";
export { recordRequests } from "./record-requests.ts";
export type { RequestRecord } from "./request-record.ts";
