export { listAuditEvents } from "./list-events.ts";
export type { RequestRecord } from "./request-record.ts";
export { DatabaseBusy, openRequestRecorder, type RequestRecorder } from "./request-recorder.ts";
