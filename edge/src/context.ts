import type { Config } from './config.ts'

/** What every request brings: Cloudflare's bindings and the parsed configuration. */
export interface App {
  Bindings: Env
  Variables: { config: Config }
}
