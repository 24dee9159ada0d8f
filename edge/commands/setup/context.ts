import type { Cloudflare } from '../cloudflare.ts'
import type { StudioFile } from '../studio-file.ts'
import type { Terminal } from '../terminal.ts'

/** The services and inputs of setup. A test replaces them. */
export interface SetupContext {
  cloudflare: Cloudflare
  terminal: Terminal
  file: StudioFile
  /** Environment variables, by the names that the Worker uses. */
  env: Record<string, string | undefined>
}

/** The arguments of `pnpm run setup`. */
export interface SetupOptions {
  /** `production`, or the name of another environment. */
  environment: string
  /** Only reads and checks; changes nothing. */
  dryRun: boolean
  /** Custom host name of the studio. */
  domain?: string | undefined
  /** Replaces every generated secret. The previous ones stay accepted. */
  rotate: boolean
  /** Removes the secrets from before the last rotation. */
  endRotation: boolean
  /** Redirects VOD's notifications to this studio without a question. */
  replaceCallback: boolean
}

/** An error that the operator has to correct. The message explains how. */
export class SetupError extends Error {
  override name = 'SetupError'
}
