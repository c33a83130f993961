export { catalogueScript } from "./catalogue-script.ts";
export { readCatalogue } from "./read-catalogue.ts";
export { writingDirection } from "./writing-direction.ts";
