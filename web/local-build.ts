/** The production build that `pnpm start`, `pnpm preview` and the end-to-end tests serve on this machine. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createBuilder } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Secrets that the Worker does not require. */
export const optionalSecrets = [
  'CALLBACK_SIGN_KEY',
  'CALLBACK_SIGN_KEY_PREVIOUS',
  'CALLBACK_SECRET_PREVIOUS',
  'SESSION_SECRET_PREVIOUS',
  'OPERATOR_SECRET',
  'PLAYER_KEY',
  'HOTLINK_KEY',
]

/** Builds studio and Worker into `web/dist`. Several processes can serve one build. */
export async function buildForThisMachine(): Promise<void> {
  const builder = await createBuilder({ root, logLevel: 'warn' })
  await builder.buildApp()
  readSecretsFromEnvironment(`${root}dist/reelferry`)
}

/** Makes the built Worker read its secrets from the environment, including optional ones. */
function readSecretsFromEnvironment(directory: string): void {
  // The build copies local secrets into a file that would override the environment.
  rmSync(`${directory}/.dev.vars`, { force: true })
  const file = `${directory}/wrangler.json`
  const config = JSON.parse(readFileSync(file, 'utf8'))
  config.secrets.required.push(...optionalSecrets)
  writeFileSync(file, JSON.stringify(config))
}
