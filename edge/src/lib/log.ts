/** One structured line for the operator. Fields must never hold a secret, a signature or a name. */
export function log(event: string, fields: Record<string, string | number>): void {
  console.log(JSON.stringify({ event, ...fields }))
}
