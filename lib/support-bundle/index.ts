export { keepLogLines } from "./log-lines.ts";
export { makeSupportBundle } from "./support-bundle.ts";
