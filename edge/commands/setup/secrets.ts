import { randomBytes } from 'node:crypto'
import type { EventConfig } from '../../src/vod/client.ts'
import { callbackSecretOf } from './callback-url.ts'
import { type SetupOptions, SetupError } from './context.ts'

/** 32 random letters and digits: accepted by VOD's and the Worker's rules for secrets. */
export const newSecret = () =>
  randomBytes(64)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 32)

/** The secrets that setup generates. */
export const generatedSecrets = [
  'SESSION_SECRET',
  'CALLBACK_SECRET',
  'CALLBACK_SIGN_KEY',
  'OPERATOR_SECRET',
]
/** Only the Worker has to know these values: a deployed value can stay, even if it isn’t stored on this machine. */
const workerOnlySecrets = ['SESSION_SECRET', 'OPERATOR_SECRET']
const rotatedSecrets = ['SESSION_SECRET', 'CALLBACK_SECRET', 'CALLBACK_SIGN_KEY']

export interface ChosenSecrets {
  /** Secrets to set in the Worker; `null` deletes a secret. */
  toDeploy: Record<string, string | null>
  /** Secrets to store in the studio file. */
  toStore: Record<string, string>
}

/**
 * Generates missing secrets, and rotates secrets if requested.
 * @param given secrets from the studio file and the environment
 * @param deployedNames names of the deployed Worker's secrets; `undefined` if it does not exist
 * @param events VOD's event settings, if they are known
 * @throws SetupError if a secret to rotate is unknown
 */
export function chooseSecrets(
  given: Record<string, string>,
  deployedNames: string[] | undefined,
  events: EventConfig | undefined,
  { rotate, endRotation }: SetupOptions,
): ChosenSecrets {
  const { VOD_SECRET_ID = '', VOD_SECRET_KEY = '', ...toStore } = given
  const toDelete: Record<string, null> = {}
  // VOD's notification URL contains the secret that the deployed Worker accepts.
  const secretAtVod = callbackSecretOf(events?.NotificationUrl)
  if (!toStore.CALLBACK_SECRET && secretAtVod && deployedNames?.includes('CALLBACK_SECRET'))
    toStore.CALLBACK_SECRET = secretAtVod
  for (const name of generatedSecrets) {
    if (toStore[name]) continue
    if (workerOnlySecrets.includes(name) && deployedNames?.includes(name)) continue
    toStore[name] = newSecret()
  }
  for (const name of rotatedSecrets) {
    const previousName = `${name}_PREVIOUS`
    if (rotate) {
      const current = toStore[name]
      if (!current)
        throw new SetupError(`Set ${name} to its current value: it isn’t stored on this machine.`)
      toStore[previousName] = current
      toStore[name] = newSecret()
    } else if (endRotation) {
      Reflect.deleteProperty(toStore, previousName)
      if (deployedNames?.includes(previousName)) toDelete[previousName] = null
    }
  }
  return { toDeploy: { VOD_SECRET_ID, VOD_SECRET_KEY, ...toStore, ...toDelete }, toStore }
}
