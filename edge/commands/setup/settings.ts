import { type Config, parseConfig, secretNames, variables } from '../../src/config.ts'
import type { VodAccount } from '../../src/vod/client.ts'
import type { Studio } from '../studio-file.ts'
import { type SetupContext, SetupError } from './context.ts'
import { type ChosenSecrets, generatedSecrets, newSecret } from './secrets.ts'

const accountPrompts = {
  VOD_SECRET_ID: 'VOD_SECRET_ID of a CAM key with VOD permissions?',
  VOD_SECRET_KEY: 'VOD_SECRET_KEY that belongs to it?',
}

export interface Settings {
  account: VodAccount
  variables: Record<string, string>
  secrets: Record<string, string>
  /** Names of the account's variables that have no value. Only a dry run continues without them. */
  missing: string[]
}

/**
 * Collects the settings: from the studio file, then from the environment, then by prompts.
 * @throws SetupError if a value is missing or not valid
 */
export async function collectSettings(
  { terminal, env }: SetupContext,
  stored: Studio,
  { dryRun }: { dryRun: boolean },
): Promise<Settings> {
  const fromEnv = (names: string[]) =>
    Object.fromEntries(
      names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
    )
  const plainNames = Object.keys(variables).filter((name) => !secretNames.includes(name))
  const plain: Record<string, string> = { ...stored.variables, ...fromEnv(plainNames) }
  const secrets: Record<string, string> = { ...stored.secrets, ...fromEnv(secretNames) }
  for (const [name, question] of Object.entries(accountPrompts)) {
    secrets[name] ||= await terminal.promptSecret(question)
    if (!secrets[name] && !dryRun)
      throw new SetupError(`${name} is missing. Set it in the environment, or enter it.`)
  }
  plain.VOD_SUB_APP_ID ??= await terminal.prompt(
    'VOD_SUB_APP_ID, the application to upload to (Enter for the primary one)?',
    '',
  )
  // Secrets are generated after all checks. Until then, placeholders make the configuration complete.
  const accountNames = Object.keys(accountPrompts)
  const absent = [...accountNames, ...generatedSecrets].filter((name) => !secrets[name])
  const placeholders = Object.fromEntries(absent.map((name) => [name, newSecret()]))
  const account = readConfig({ ...plain, ...secrets, ...placeholders })
  const missing = absent.filter((name) => accountNames.includes(name))
  return { account, variables: plain, secrets, missing }
}

/** The configuration that the Worker will have. A deployed secret that this machine does not know counts as valid. */
export function futureConfig({ variables: plain }: Settings, { toDeploy }: ChosenSecrets): Config {
  const secrets = Object.entries(toDeploy).flatMap(([name, value]) =>
    value ? [[name, value]] : [],
  )
  const placeholders = {
    SESSION_SECRET: newSecret(),
    VOD_SECRET_ID: 'none',
    VOD_SECRET_KEY: 'none',
  }
  return readConfig({ ...placeholders, ...plain, ...Object.fromEntries(secrets) })
}

/** @throws SetupError with the variables that are not valid */
function readConfig(env: Record<string, string>): Config {
  try {
    return parseConfig(env)
  } catch (error) {
    throw new SetupError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** `NAME=value` of every variable that is set. */
export const formatVariables = (plain: Record<string, string>) =>
  Object.entries(plain)
    .flatMap(([name, value]) => (value ? [`${name}=${value}`] : []))
    .join(', ') || 'every variable at its default'
