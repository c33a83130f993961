export { readOverviewFacts } from "./read-facts.ts";
