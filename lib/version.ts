import packageJson from "../package.json" with { type: "json" };

/** Of this Drawbridge. */
export const version = packageJson.version;
