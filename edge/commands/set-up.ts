import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Config, parseConfig, secretNames, variables } from '../src/config.ts'
import {
  describeEventConfig,
  type EventConfig,
  hasProcedure,
  modifyEventConfig,
  type VodAccount,
  VodApiError,
} from '../src/vod/api.ts'
import type { Cloudflare } from './cloudflare.ts'
import { namespaceTitle, type Studio, type StudioFile, workerName } from './studio-file.ts'
import type { Terminal } from './terminal.ts'

/** What setup works with, each replaceable by a test. */
export interface Parts {
  cloudflare: Cloudflare
  terminal: Terminal
  file: StudioFile
  /** Variables by the Worker's own names. */
  env: Record<string, string | undefined>
}

export interface Choices {
  /** `production`, or the name of another one. */
  environment: string
  /** Reads and checks for real, and changes nothing. */
  dryRun: boolean
  /** A host name of its own. */
  domain?: string | undefined
  /** Gives every secret of ours a successor; those before stay accepted. */
  rotate: boolean
  /** Takes away what an earlier rotation left accepted. */
  endRotation: boolean
  /** Lets VOD's notifications go here though they go elsewhere now. */
  replaceCallback: boolean
}

/** Something the operator has to do first. The message says what. */
export class SetupError extends Error {
  override name = 'SetupError'
}

/** 32 letters and digits: what all of VOD's and the Worker's rules for secrets allow. */
const newSecret = () =>
  randomBytes(64)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 32)

const generated = ['SESSION_SECRET', 'CALLBACK_SECRET', 'CALLBACK_SIGN_KEY', 'OPERATOR_SECRET']
/** Of these nobody else need know the value: what the Worker has can stay. */
const mayStay = ['SESSION_SECRET', 'OPERATOR_SECRET']
const rotated = ['SESSION_SECRET', 'CALLBACK_SECRET', 'CALLBACK_SIGN_KEY']

/** Where VOD delivers to. */
const callbackPath = '/api/vod/events/'
const callbackSecretOf = (url: string | null | undefined) =>
  new RegExp(`^https?://[^/]+${callbackPath}([\\w-]+)$`).exec(url ?? '')?.[1]

/** What VOD's refusals mean here (product/266/31774). */
function explain(error: unknown): never {
  if (!(error instanceof VodApiError)) throw error
  const hints: [RegExp, string][] = [
    [
      /SecretIdNotFound|InvalidSecretId/,
      'VOD_SECRET_ID is not known: check it, or make a new key.',
    ],
    [/SignatureFailure/, 'VOD_SECRET_KEY does not belong to VOD_SECRET_ID.'],
    [/SignatureExpire/, 'The clock of this machine is off by more than five minutes: set it.'],
    [/UnauthorizedOperation|AuthFailure/, 'The key may not use VOD: give it QcloudVODFullAccess.'],
    [/SubAppId|InvalidParameterValue|ResourceNotFound/, 'VOD_SUB_APP_ID names no application.'],
    [/Unreachable/, 'vod.tencentcloudapi.com cannot be reached from here.'],
  ]
  const hint = hints.find(([pattern]) => pattern.test(error.code))?.[1] ?? ''
  throw new SetupError(`VOD refuses (${error.code}). ${hint}`.trim())
}

async function askVodWith({ account, missing }: Settings): Promise<EventConfig> {
  if (missing.length > 0) throw new SetupError(`Not given: ${missing.join(', ')}.`)
  return askVod(account)
}

const askVod = (account: VodAccount) => describeEventConfig(account).catch(explain)

/** Does everything from a clone to a working studio, and goes on from wherever it was cut short. */
export async function setUp(parts: Parts, choices: Choices): Promise<void> {
  const { cloudflare, terminal, file } = parts
  const { environment, dryRun } = choices
  const worker = workerName(environment)
  const problems: string[] = []
  /** A dry run names all that is in the way; a real one ends at the first. */
  const attempt = async <T>(step: Promise<T>): Promise<T | undefined> => {
    try {
      return await step
    } catch (error) {
      if (!dryRun || !(error instanceof SetupError)) throw error
      terminal.say(`✗ ${error.message}`)
      problems.push(error.message)
      return undefined
    }
  }
  const isSignedIn = (await attempt(signIn(parts, choices))) ?? false

  const known = file.read()
  const settings = await takeSettings(parts, known, choices)
  const events = await attempt(askVodWith(settings))
  if (events) {
    terminal.say('✓ VOD accepts the key')
    await attempt(checkProcedure(parts, settings))
  }

  const theirs = isSignedIn ? await cloudflare.secretNames(worker) : undefined
  const secrets = chooseSecrets(settings.secrets, theirs, events, choices)
  // All that the Worker will check when it starts; what it has and nobody else knows counts as right.
  const config = checkConfig(settings, secrets)
  const wasSetUp = theirs?.includes('CALLBACK_SECRET') ?? false
  await attempt(checkCallback(parts, choices, events, known, wasSetUp))

  const title = namespaceTitle(environment)
  const namespaceId = isSignedIn ? await cloudflare.findNamespace(title) : undefined
  const domain = choices.domain ?? known.domain
  const deployment = { worker, namespaceId, variables: settings.variables, domain }
  if (dryRun) {
    await cloudflare.check(deployment)
    terminal.say('✓ It builds, and wrangler would deploy it')
    const plan = [
      !theirs && `create the Worker ${worker}`,
      !namespaceId && `create the KV namespace ${title}`,
      `set ${Object.keys(secrets.put).join(', ')}`,
      `deploy with ${describeVariables(settings.variables)}`,
      config.EVENT_MODE === 'pull'
        ? 'let VOD’s events be pulled'
        : 'tell VOD where to call back, and send a test event there',
    ]
    terminal.say(`It would:\n${plan.flatMap((step) => (step ? [`  - ${step}`] : [])).join('\n')}`)
    if (problems.length > 0) throw new SetupError(`In the way, see above: ${problems.length}.`)
    return
  }

  // First of all: what is put from here on must not be lost when this ends half-way.
  const studio: Studio = { ...known, domain, variables: settings.variables, secrets: secrets.keep }
  file.write(studio)
  if (!namespaceId) await cloudflare.createNamespace(title)
  const bound = namespaceId ?? (await cloudflare.findNamespace(title))
  terminal.say(`✓ KV namespace ${title}`)
  await cloudflare.putSecrets(worker, secrets.put)
  terminal.say(`✓ Secrets ${Object.keys(secrets.put).join(', ')}`)
  const addresses = await cloudflare.deploy({ ...deployment, namespaceId: bound })
  const address = addresses.find((one) => domain && one.includes(domain))
  studio.address = address ?? addresses[0] ?? studio.address ?? ''
  if (!studio.address)
    throw new SetupError(
      'wrangler tells no address. Register a workers.dev subdomain, or --domain.',
    )
  file.write(studio)
  terminal.say(`✓ Deployed to ${studio.address}`)

  await untilLive(studio.address)
  await tellVod(settings.account, config, studio)
  terminal.say(
    config.EVENT_MODE === 'pull' ? '✓ VOD keeps its events to be pulled' : '✓ VOD calls back',
  )
  if (config.EVENT_MODE === 'push') {
    await proveCallback(settings.account, studio)
    terminal.say('✓ A test event was taken, and forged ones were refused')
  }
  terminal.say(`The studio is at ${studio.address}`)
  if (config.AUTH_MODE === 'invite')
    terminal.say(`Invite somebody: pnpm run invite <id> <name>${flag(environment)}`)
}

const flag = (environment: string) =>
  environment === 'production' ? '' : ` --environment ${environment}`

/** Takes back what {@link setUp} did. What creators uploaded stays, unless `eraseData`. */
export async function undo(
  parts: Parts,
  { environment, eraseData }: { environment: string; eraseData: boolean },
): Promise<void> {
  const { cloudflare, terminal, file } = parts
  const worker = workerName(environment)
  await signIn(parts, { dryRun: false })
  const known = file.read()
  const { account } = await takeSettings(parts, known, { dryRun: false })
  const { NotificationUrl: url } = await askVod(account)
  const isOurs = known.address
    ? url?.startsWith(known.address + callbackPath)
    : callbackSecretOf(url) && (await terminal.confirm(`Is ${new URL(url ?? '').origin} it?`))
  if (isOurs) {
    await modifyEventConfig(account, { NotificationUrl: '' }).catch(explain)
    terminal.say('✓ VOD calls nobody any more')
  } else terminal.say('– VOD’s notifications do not go here, and stay as they are')
  await cloudflare.deleteWorker(worker)
  terminal.say(`✓ The Worker ${worker} is deleted`)
  const title = namespaceTitle(environment)
  const namespaceId = await cloudflare.findNamespace(title)
  if (namespaceId && !eraseData) {
    terminal.say(`– The KV namespace ${title} stays, with what creators uploaded (--erase-data)`)
    return
  }
  if (namespaceId) await cloudflare.deleteNamespace(namespaceId)
  file.delete()
  terminal.say(`✓ The KV namespace ${title} is deleted; the videos at VOD stay`)
}

export const nobodySignedIn =
  'Nobody is signed in to Cloudflare. Run `npx --yes pnpm@12 exec wrangler login`, or set CLOUDFLARE_API_TOKEN.'

async function signIn(
  { cloudflare, terminal, env }: Parts,
  { dryRun }: { dryRun: boolean },
): Promise<true> {
  let accounts = await cloudflare.accounts()
  if (!accounts && !dryRun && (await terminal.confirm('Sign in to Cloudflare in the browser?'))) {
    await cloudflare.signIn()
    accounts = await cloudflare.accounts()
  }
  if (!accounts) throw new SetupError(nobodySignedIn)
  const [only, ...others] = accounts
  if (others.length > 0 && !env.CLOUDFLARE_ACCOUNT_ID) {
    const list = accounts.map(({ id, name }) => `  ${id}  ${name}`).join('\n')
    throw new SetupError(`Set CLOUDFLARE_ACCOUNT_ID to one of your accounts:\n${list}`)
  }
  const chosen = accounts.find(({ id }) => id === env.CLOUDFLARE_ACCOUNT_ID) ?? only
  terminal.say(`✓ Signed in to Cloudflare, account ${chosen?.name ?? ''}`)
  return true
}

const accountQuestions = {
  VOD_SECRET_ID: 'VOD_SECRET_ID of a CAM key that may use VOD?',
  VOD_SECRET_KEY: 'VOD_SECRET_KEY that belongs to it?',
}

interface Settings {
  account: VodAccount
  variables: Record<string, string>
  secrets: Record<string, string>
  /** What of the account is not known, in a dry run. */
  missing: string[]
}

/** What is known already, what the environment says, and last what has to be asked. */
async function takeSettings(
  { terminal, env }: Parts,
  known: Studio,
  { dryRun }: { dryRun: boolean },
): Promise<Settings> {
  const given = (names: string[]) =>
    Object.fromEntries(
      names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
    )
  const plainNames = Object.keys(variables).filter((name) => !secretNames.includes(name))
  const plain: Record<string, string> = { ...known.variables, ...given(plainNames) }
  const secrets: Record<string, string> = { ...known.secrets, ...given(secretNames) }
  for (const [name, question] of Object.entries(accountQuestions)) {
    secrets[name] ||= await terminal.askSecret(question)
    if (!secrets[name] && !dryRun) throw new SetupError(`${name} is not known: set it, or type it.`)
  }
  plain.VOD_SUB_APP_ID ??= await terminal.ask(
    'VOD_SUB_APP_ID, the application to upload to (Enter for the primary one)?',
    '',
  )
  // Placeholders for what is generated only once all else has proved right.
  const asked = Object.keys(accountQuestions)
  const absent = [...asked, ...generated].filter((name) => !secrets[name])
  const placeholders = Object.fromEntries(absent.map((name) => [name, newSecret()]))
  const config = readConfig({ ...plain, ...secrets, ...placeholders })
  const missing = absent.filter((name) => asked.includes(name))
  return { account: config, variables: plain, secrets, missing }
}

/** @throws SetupError naming what is wrong. */
function readConfig(env: Record<string, string>): Config {
  try {
    return parseConfig(env)
  } catch (error) {
    throw new SetupError((error as Error).message, { cause: error })
  }
}

/** Of a task flow that VOD does not have, uploads would wait for the end. */
async function checkProcedure(
  { terminal }: Parts,
  { account, variables }: Settings,
): Promise<void> {
  const name = variables.VOD_PROCEDURE
  if (!name) return
  try {
    if (await hasProcedure(account, name)) return terminal.say(`✓ VOD has the task flow ${name}`)
  } catch (error) {
    // A key may do all that the studio needs, and not this.
    if (!(error instanceof VodApiError)) throw error
    return terminal.say(`! VOD does not tell whether it has a task flow ${name} (${error.code})`)
  }
  throw new SetupError(`VOD has no task flow ${name}: correct VOD_PROCEDURE, or leave it empty.`)
}

interface ChosenSecrets {
  /** What to set in the Worker; `null` deletes. */
  put: Record<string, string | null>
  /** What to remember here. */
  keep: Record<string, string>
}

/** Generates what nobody has, and leaves alone what the Worker has and is not known here. */
function chooseSecrets(
  given: Record<string, string>,
  theirs: string[] | undefined,
  events: EventConfig | undefined,
  { rotate, endRotation }: Choices,
): ChosenSecrets {
  const { VOD_SECRET_ID = '', VOD_SECRET_KEY = '', ...own } = given
  const put: ChosenSecrets['put'] = {}
  // VOD tells where it calls, and so what the Worker must answer to.
  const told = callbackSecretOf(events?.NotificationUrl)
  if (!own.CALLBACK_SECRET && told && theirs?.includes('CALLBACK_SECRET'))
    own.CALLBACK_SECRET = told
  for (const name of generated) {
    if (own[name]) continue
    if (mayStay.includes(name) && theirs?.includes(name)) continue
    own[name] = newSecret()
  }
  for (const name of rotated) {
    const previous = `${name}_PREVIOUS`
    if (rotate) {
      const current = own[name]
      if (!current)
        throw new SetupError(`Set ${name} to its present value: it is not known on this machine.`)
      own[previous] = current
      own[name] = newSecret()
    } else if (endRotation) {
      Reflect.deleteProperty(own, previous)
      if (theirs?.includes(previous)) put[previous] = null
    }
  }
  return { put: { VOD_SECRET_ID, VOD_SECRET_KEY, ...own, ...put }, keep: own }
}

/** The configuration the Worker is going to have. */
function checkConfig({ variables: plain }: Settings, { put }: ChosenSecrets): Config {
  const secrets = Object.entries(put).flatMap(([name, value]) => (value ? [[name, value]] : []))
  const placeholders = {
    SESSION_SECRET: newSecret(),
    VOD_SECRET_ID: 'none',
    VOD_SECRET_KEY: 'none',
  }
  return readConfig({ ...placeholders, ...plain, ...Object.fromEntries(secrets) })
}

/**
 * VOD has one URL for each application: another system's must not go silent unnoticed, and another studio's neither.
 * `wasSetUp` says whether the Worker has been called before, by a setup whose file is lost.
 */
async function checkCallback(
  { terminal }: Parts,
  { replaceCallback, dryRun }: Choices,
  events: EventConfig | undefined,
  { address, secrets }: Studio,
  wasSetUp: boolean,
): Promise<void> {
  const url = events?.NotificationUrl
  if (!url || replaceCallback) return
  const secret = callbackSecretOf(url)
  const isOurs = address ? url.startsWith(address + callbackPath) : wasSetUp
  if (secret && (isOurs || secret === secrets.CALLBACK_SECRET)) return
  const elsewhere = `VOD's notifications of this application go to ${new URL(url).origin} now.`
  if (dryRun) return terminal.say(`! ${elsewhere} It would ask before they go here.`)
  if (await terminal.confirm(`${elsewhere} Let them go to this studio instead?`)) return
  throw new SetupError(
    `${elsewhere} Use another application (VOD_SUB_APP_ID), or --replace-callback.`,
  )
}

const describeVariables = (plain: Record<string, string>) =>
  Object.entries(plain)
    .flatMap(([name, value]) => (value ? [`${name}=${value}`] : []))
    .join(', ') || 'every variable at its default'

/** A new address takes a while until all of Cloudflare knows it. */
const liveTimeoutMs = 120_000
const retryMs = 2000

async function untilLive(address: string): Promise<void> {
  const until = Date.now() + liveTimeoutMs
  for (;;) {
    const response = await fetch(`${address}/api/health`).catch(() => undefined)
    await response?.body?.cancel()
    if (response?.ok) return
    if (Date.now() > until)
      throw new SetupError(
        `${address} does not answer yet. Run this again in some minutes: it goes on from here.`,
      )
    await delay(retryMs)
  }
}

async function tellVod(account: VodAccount, config: Config, studio: Studio): Promise<void> {
  const { CALLBACK_SECRET = '', CALLBACK_SIGN_KEY = '' } = studio.secrets
  const wanted: Partial<EventConfig> = {
    UploadMediaCompleteEventSwitch: 'ON',
    DeleteMediaCompleteEventSwitch: 'ON',
    ...(config.EVENT_MODE === 'pull'
      ? { Mode: 'PULL' }
      : { Mode: 'PUSH', NotificationUrl: `${studio.address}${callbackPath}${CALLBACK_SECRET}` }),
  }
  await modifyEventConfig(account, { ...wanted, SignKey: CALLBACK_SIGN_KEY }).catch(explain)
  const now: Record<string, unknown> = await askVod(account)
  const different = Object.entries(wanted).filter(([name, value]) => now[name] !== value)
  if (different.length > 0)
    throw new SetupError(`VOD did not keep ${different.map(([name]) => name).join(', ')}.`)
}

/** How long the last of Cloudflare's locations may go on with the secrets before. */
const secretsTimeoutMs = 60_000

/** Sends what VOD would send, to where VOD says it sends, and what a forger would. */
async function proveCallback(account: VodAccount, studio: Studio): Promise<void> {
  const { NotificationUrl: url } = await askVod(account)
  const key = studio.secrets.CALLBACK_SIGN_KEY ?? ''
  const deliver = async (target: string, signKey: string) => {
    const T = Math.floor(Date.now() / 1000) + 600
    const Sign = createHash('md5').update(`${signKey}${T}`).digest('hex')
    // A kind of event that nobody acts on.
    const body = JSON.stringify({ EventType: 'ReelferryTest', T, Sign })
    const response = await fetch(target, { method: 'POST', body }).catch(() => undefined)
    await response?.body?.cancel()
    return response?.status
  }
  const until = Date.now() + secretsTimeoutMs
  let status: number | undefined
  while ((status = await deliver(url ?? '', key)) !== 200) {
    if (Date.now() > until)
      throw new SetupError(`The test event was answered with ${status ?? 'nothing'}, not with 200.`)
    await delay(retryMs)
  }
  const forged = [
    await deliver(url ?? '', newSecret()),
    await deliver(`${studio.address}${callbackPath}${newSecret()}`, key),
  ]
  if (forged.some((one) => one !== 403))
    throw new SetupError('A forged event was not refused: is this the address of this studio?')
}
