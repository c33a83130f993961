export { whatEnds } from "./what-ends.ts";
