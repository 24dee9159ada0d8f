import { createHash } from 'node:crypto'
import { retry } from '@reelferry/retry'
import type { Config } from '../../src/config.ts'
import type { EventConfig, VodAccount } from '../../src/vod/client.ts'
import type { Studio } from '../studio-file.ts'
import { callbackPath, callbackSecretOf } from './callback-url.ts'
import { type SetupContext, type SetupOptions, SetupError } from './context.ts'
import { newSecret } from './secrets.ts'
import { changeEventConfig, fetchEventConfig } from './vod-account.ts'

/**
 * Prevents that setup redirects the notifications of another system or studio without a confirmation: VOD has one
 * notification URL for each application.
 * @param wasSetUp whether the Worker already has a callback secret, from a setup whose studio file is lost
 * @throws SetupError if the operator does not confirm
 */
export async function checkNotificationUrl(
  { terminal }: SetupContext,
  { replaceCallback, dryRun }: SetupOptions,
  events: EventConfig | undefined,
  { address, secrets }: Studio,
  wasSetUp: boolean,
): Promise<void> {
  const url = events?.NotificationUrl
  if (!url || replaceCallback) return
  const secret = callbackSecretOf(url)
  const isOurs = address ? url.startsWith(address + callbackPath) : wasSetUp
  if (secret && (isOurs || secret === secrets.CALLBACK_SECRET)) return
  const warning = `This application’s notifications currently go to ${new URL(url).origin}.`
  if (dryRun) return terminal.print(`! ${warning} Setup asks before it changes this.`)
  if (await terminal.confirm(`${warning} Send them to this studio instead?`)) return
  throw new SetupError(
    `${warning} Use another application (VOD_SUB_APP_ID), or --replace-callback.`,
  )
}

/**
 * Sets VOD's event settings, and verifies that VOD stored them.
 * @throws SetupError if VOD rejects or ignores a setting
 */
export async function configureEvents(
  account: VodAccount,
  config: Config,
  studio: Studio,
): Promise<void> {
  const { CALLBACK_SECRET = '', CALLBACK_SIGN_KEY = '' } = studio.secrets
  const wanted: Partial<EventConfig> = {
    UploadMediaCompleteEventSwitch: 'ON',
    DeleteMediaCompleteEventSwitch: 'ON',
    ...(config.EVENT_MODE === 'pull'
      ? { Mode: 'PULL' }
      : { Mode: 'PUSH', NotificationUrl: `${studio.address}${callbackPath}${CALLBACK_SECRET}` }),
  }
  await changeEventConfig(account, { ...wanted, SignKey: CALLBACK_SIGN_KEY })
  const stored: Record<string, unknown> = await fetchEventConfig(account)
  const different = Object.entries(wanted).filter(([name, value]) => stored[name] !== value)
  if (different.length > 0)
    throw new SetupError(
      `VOD didn’t store ${different.map(([name]) => name).join(', ')}. Run the command again.`,
    )
}

/** Cloudflare's locations may use the previous secrets for this time after a deployment. */
const secretsTimeoutMs = 60_000
const retryMs = 2000

/** Sends a signed event as VOD does. Resolves to the status of the answer, `undefined` without an answer. */
async function sendTestEvent(url: string, signKey: string): Promise<number | undefined> {
  const T = Math.floor(Date.now() / 1000) + 600
  const Sign = createHash('md5').update(`${signKey}${T}`).digest('hex')
  // The Worker ignores this type of event.
  const body = JSON.stringify({ EventType: 'ReelferryTest', T, Sign })
  const response = await fetch(url, { method: 'POST', body }).catch(() => undefined)
  await response?.body?.cancel()
  return response?.status
}

/**
 * Verifies that the studio accepts a signed event at VOD's notification URL, and rejects forged ones.
 * @throws SetupError if the studio answers otherwise
 */
export async function verifyNotifications(account: VodAccount, studio: Studio): Promise<void> {
  const { NotificationUrl } = await fetchEventConfig(account)
  const url = NotificationUrl ?? ''
  const signKey = studio.secrets.CALLBACK_SIGN_KEY ?? ''
  const deadline = Date.now() + secretsTimeoutMs
  await retry(
    async () => {
      const status = await sendTestEvent(url, signKey)
      if (status !== 200)
        throw new SetupError(
          `The studio answered the test event with ${status ?? 'nothing'} instead of 200. Run the command again.`,
        )
    },
    { maxRetries: () => (Date.now() > deadline ? 0 : Infinity), delay: () => retryMs },
  )
  const forged = [
    await sendTestEvent(url, newSecret()),
    await sendTestEvent(`${studio.address}${callbackPath}${newSecret()}`, signKey),
  ]
  if (forged.some((status) => status !== 403))
    throw new SetupError(
      'A forged event wasn’t rejected. Check that this is the address of this studio.',
    )
}
