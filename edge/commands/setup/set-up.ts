import { retry } from '@reelferry/retry'
import type { Config } from '../../src/config.ts'
import type { Deployment } from '../cloudflare.ts'
import { namespaceTitle, type Studio, workerName } from '../studio-file.ts'
import { signIn } from './cloudflare-account.ts'
import { type SetupContext, SetupError, type SetupOptions } from './context.ts'
import { checkNotificationUrl, configureEvents, verifyNotifications } from './notifications.ts'
import { type ChosenSecrets, chooseSecrets } from './secrets.ts'
import { collectSettings, formatVariables, futureConfig, type Settings } from './settings.ts'
import { checkAccount, checkProcedure } from './vod-account.ts'

/** The result of all checks: everything that setup is going to change. */
interface Plan {
  stored: Studio
  settings: Settings
  secrets: ChosenSecrets
  config: Config
  deployment: Deployment
  /** Title of the KV namespace. */
  namespace: string
  isNewWorker: boolean
  /** Problems that a dry run has found. */
  problems: string[]
}

/**
 * Sets up a studio, from a clone to a working deployment. After an interruption, the next run continues.
 * @throws SetupError if the operator has to correct something first
 */
export async function setUp(context: SetupContext, options: SetupOptions): Promise<void> {
  const plan = await makePlan(context, options)
  if (options.dryRun) {
    await printPlan(context, plan)
    return
  }
  const studio = await deploy(context, plan)
  await connectVod(context, plan, studio)
  context.terminal.print(`The studio is at ${studio.address}`)
  if (plan.config.AUTH_MODE === 'invite')
    context.terminal.print(
      `Invite a creator: pnpm run invite <id> <name>${environmentFlag(options.environment)}`,
    )
}

const environmentFlag = (environment: string) =>
  environment === 'production' ? '' : ` --environment ${environment}`

/** Makes all checks. Changes nothing. */
async function makePlan(context: SetupContext, options: SetupOptions): Promise<Plan> {
  const { cloudflare, terminal, file } = context
  const { environment, dryRun } = options
  const worker = workerName(environment)
  const problems: string[] = []
  /** A dry run collects all problems; otherwise the first one ends setup. */
  const attempt = async <T>(step: Promise<T>): Promise<T | undefined> => {
    try {
      return await step
    } catch (error) {
      if (!dryRun || !(error instanceof SetupError)) throw error
      terminal.print(`✗ ${error.message}`)
      problems.push(error.message)
      return undefined
    }
  }
  const isSignedIn = (await attempt(signIn(context, options))) ?? false

  const stored = file.read()
  const settings = await collectSettings(context, stored, options)
  const events = await attempt(checkAccount(settings))
  if (events) {
    terminal.print('✓ VOD accepts the key')
    await attempt(checkProcedure(context, settings))
  }

  const deployedNames = isSignedIn ? await cloudflare.secretNames(worker) : undefined
  const secrets = chooseSecrets(settings.secrets, deployedNames, events, options)
  const config = futureConfig(settings, secrets)
  const wasSetUp = deployedNames?.includes('CALLBACK_SECRET') ?? false
  await attempt(checkNotificationUrl(context, options, events, stored, wasSetUp))

  const namespace = namespaceTitle(environment)
  const namespaceId = isSignedIn ? await cloudflare.findNamespace(namespace) : undefined
  const domain = options.domain ?? stored.domain
  const deployment = { worker, namespaceId, variables: settings.variables, domain }
  const isNewWorker = !deployedNames
  return { stored, settings, secrets, config, deployment, namespace, isNewWorker, problems }
}

/** @throws SetupError if the checks found a problem */
async function printPlan({ cloudflare, terminal }: SetupContext, plan: Plan): Promise<void> {
  const { settings, secrets, config, deployment, namespace, isNewWorker, problems } = plan
  await cloudflare.check(deployment)
  terminal.print('✓ The build succeeds, and wrangler accepts it')
  const steps = [
    isNewWorker && `create the Worker ${deployment.worker}`,
    !deployment.namespaceId && `create the KV namespace ${namespace}`,
    `set ${Object.keys(secrets.toDeploy).join(', ')}`,
    `deploy with ${formatVariables(settings.variables)}`,
    config.EVENT_MODE === 'pull'
      ? 'let VOD queue its events for the Worker'
      : 'set the notification URL at VOD, and send a test event to it',
  ]
  const list = steps.flatMap((step) => (step ? [`  - ${step}`] : [])).join('\n')
  terminal.print(`Setup would:\n${list}`)
  if (problems.length > 0)
    throw new SetupError(`Problems to fix first, see above: ${problems.length}.`)
}

/** Deploys the Worker with its namespace and secrets. */
async function deploy(
  { cloudflare, terminal, file }: SetupContext,
  { stored, settings, secrets, deployment, namespace }: Plan,
): Promise<Studio> {
  const { worker, domain } = deployment
  // Stored before the first change: after an interruption, the next run needs the generated secrets.
  const studio: Studio = {
    ...stored,
    domain,
    variables: settings.variables,
    secrets: secrets.toStore,
  }
  file.write(studio)
  if (!deployment.namespaceId) await cloudflare.createNamespace(namespace)
  const namespaceId = deployment.namespaceId ?? (await cloudflare.findNamespace(namespace))
  terminal.print(`✓ KV namespace ${namespace}`)
  await cloudflare.putSecrets(worker, secrets.toDeploy)
  terminal.print(`✓ Secrets ${Object.keys(secrets.toDeploy).join(', ')}`)
  const addresses = await cloudflare.deploy({ ...deployment, namespaceId })
  const customAddress = addresses.find((address) => domain && address.includes(domain))
  studio.address = customAddress ?? addresses[0] ?? studio.address ?? ''
  if (!studio.address)
    throw new SetupError(
      'wrangler reported no address. Register a workers.dev subdomain, or use --domain.',
    )
  file.write(studio)
  terminal.print(`✓ Deployed to ${studio.address}`)
  await waitUntilLive(studio.address)
  return studio
}

/** Lets VOD send its events to the studio, and verifies that they arrive. */
async function connectVod(
  { terminal }: SetupContext,
  { settings, config }: Plan,
  studio: Studio,
): Promise<void> {
  await configureEvents(settings.account, config, studio)
  if (config.EVENT_MODE === 'pull') {
    terminal.print('✓ VOD keeps events for the Worker')
    return
  }
  terminal.print('✓ Notifications are delivered to the studio')
  await verifyNotifications(settings.account, studio)
  terminal.print('✓ The studio accepted a test event and rejected forged ones')
}

/** A new address takes some time until all of Cloudflare's locations know it. */
const liveTimeoutMs = 120_000
const retryMs = 2000

/** @throws SetupError if the studio does not answer in time */
async function waitUntilLive(address: string): Promise<void> {
  const deadline = Date.now() + liveTimeoutMs
  await retry(
    async () => {
      const response = await fetch(`${address}/api/health`).catch(() => undefined)
      await response?.body?.cancel()
      if (!response?.ok)
        throw new SetupError(
          `${address} isn’t responding yet. Run the command again in a few minutes to continue.`,
        )
    },
    { maxRetries: () => (Date.now() > deadline ? 0 : Infinity), delay: () => retryMs },
  )
}
