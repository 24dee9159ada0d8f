/** Writes one structured log line. Fields must not contain secrets, signatures or names. */
export function log(event: string, fields: Record<string, string | number>): void {
  console.log(JSON.stringify({ event, ...fields }))
}
