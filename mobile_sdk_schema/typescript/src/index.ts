export * from "./document-ids.ts";
export * from "./operations.ts";
export type * as Schema from "./schema.ts";
