// The move of an embedded database to PostgreSQL: what `npm run move-to-postgres` does.
export { type Moved, moveToPostgresql } from "./move-to-postgresql.ts";
export { MoveRefusal } from "./refusal.ts";
export { readMark, takeBack } from "./source.ts";
export { announceMove, isMoveUnderWay } from "./under-way.ts";
