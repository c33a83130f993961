export { certificateAuthority, describeServedCertificate } from "./served.ts";
export { openUploadedCertificate, removeUploadedCertificate, uploadCertificate } from "./uploaded.ts";
