/** A time as the ORM writes it, for statements beside it: SQLite compares times as text. */
export function storedTime(at: Date): string {
  return `${at.toISOString().slice(0, -1)}+00:00`;
}
