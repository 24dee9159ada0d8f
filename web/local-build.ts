/** The production build as `pnpm start`, `pnpm preview` and the end-to-end tests serve it on this machine. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createBuilder } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Secrets that the Worker can do without. */
export const optionalSecrets = [
  'CALLBACK_SIGN_KEY',
  'CALLBACK_SIGN_KEY_PREVIOUS',
  'CALLBACK_SECRET_PREVIOUS',
  'SESSION_SECRET_PREVIOUS',
  'OPERATOR_SECRET',
  'PLAYER_KEY',
  'HOTLINK_KEY',
]

/** Builds studio and Worker into `web/dist`. What is built serves any number of processes at once. */
export async function buildForThisMachine(): Promise<void> {
  const builder = await createBuilder({ root, logLevel: 'warn' })
  await builder.buildApp()
  takeSecretsFromEnvironment(`${root}dist/reelferry`)
}

/** Lets the built Worker take its secrets from the environment, those it can do without too. */
function takeSecretsFromEnvironment(directory: string): void {
  // The build copies secrets it finds into a file that would hide the environment from the Worker.
  rmSync(`${directory}/.dev.vars`, { force: true })
  const file = `${directory}/wrangler.json`
  const config = JSON.parse(readFileSync(file, 'utf8'))
  config.secrets.required.push(...optionalSecrets)
  writeFileSync(file, JSON.stringify(config))
}
