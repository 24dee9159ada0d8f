import { type EventConfig, type VodAccount, VodClient } from '../../src/vod/client.ts'
import { VodApiError } from '../../src/vod/vod-api-error.ts'
import { type SetupContext, SetupError } from './context.ts'
import type { Settings } from './settings.ts'

/** Explanations by VOD's error codes (product/266/31774). The first match applies. */
const explanations: [RegExp, string][] = [
  [
    /SecretIdNotFound|InvalidSecretId/,
    'VOD doesn’t know VOD_SECRET_ID. Check it, or create a new key.',
  ],
  [
    /SignatureFailure/,
    'VOD_SECRET_KEY doesn’t belong to VOD_SECRET_ID. Set both from the same CAM key.',
  ],
  [/SignatureExpire/, 'This machine’s clock is more than five minutes off. Set it.'],
  [
    /UnauthorizedOperation|AuthFailure/,
    'The key lacks VOD permissions. Attach the policy QcloudVODFullAccess to it.',
  ],
  [
    /SubAppId|InvalidParameterValue|ResourceNotFound/,
    'VOD_SUB_APP_ID isn’t an application of this account. Check it in the VOD console.',
  ],
  [/Unreachable/, 'This machine can’t reach vod.tencentcloudapi.com. Check its connection.'],
]

/** Turns an error of VOD's API into a {@link SetupError} with an explanation. */
function explainVodError(error: unknown): never {
  if (!(error instanceof VodApiError)) throw error
  const explanation = explanations.find(([pattern]) => pattern.test(error.code))?.[1] ?? ''
  throw new SetupError(`VOD refused the request (${error.code}). ${explanation}`.trim())
}

/** @throws SetupError if VOD rejects the request */
export const fetchEventConfig = (account: VodAccount): Promise<EventConfig> =>
  new VodClient(account).describeEventConfig().catch(explainVodError)

/** @throws SetupError if VOD rejects the request */
export const changeEventConfig = (
  account: VodAccount,
  change: Parameters<VodClient['modifyEventConfig']>[0],
): Promise<void> => new VodClient(account).modifyEventConfig(change).catch(explainVodError)

/**
 * Checks the account by fetching its event settings.
 * @throws SetupError if the account is not complete, or if VOD rejects it
 */
export async function checkAccount({ account, missing }: Settings): Promise<EventConfig> {
  if (missing.length > 0)
    throw new SetupError(`Missing: ${missing.join(', ')}. Set these variables in the environment.`)
  return fetchEventConfig(account)
}

/**
 * Checks that the configured task flow exists: otherwise uploads would wait for it forever.
 * @throws SetupError if VOD has no such task flow
 */
export async function checkProcedure(
  { terminal }: SetupContext,
  { account, variables }: Settings,
): Promise<void> {
  const name = variables.VOD_PROCEDURE
  if (!name) return
  try {
    if (await new VodClient(account).hasProcedure(name))
      return terminal.print(`✓ Task flow ${name} exists`)
  } catch (error) {
    // The studio works with a key that has no permission for this request.
    if (!(error instanceof VodApiError)) throw error
    return terminal.print(`! Couldn’t check the task flow ${name} (${error.code})`)
  }
  throw new SetupError(
    `Task flow ${name} doesn’t exist. Set VOD_PROCEDURE to an existing one, or leave it empty.`,
  )
}
