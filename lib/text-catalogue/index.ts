export { catalogueScript } from "./catalogue-script.ts";
export { readCatalogue } from "./read-catalogue.ts";
