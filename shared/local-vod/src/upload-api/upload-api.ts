import type { IncomingMessage } from 'node:http'
import type { Account } from '../account.ts'
import type { Clock } from '../clock.ts'
import type { Stats } from '../control/stats.ts'
import type { Credentials } from '../cos/credentials.ts'
import { consumeFault, type Faults } from '../faults.ts'
import { parseObject, readBody } from '../http/body.ts'
import { json, type Reply } from '../http/reply.ts'
import type { Catalogue } from '../media/catalogue.ts'
import type { MetaData } from '../media/meta-data.ts'
import type { Publisher } from '../media/publisher.ts'
import type { ObjectStore, StoredObject } from '../storage/objects.ts'
import { applyUpload } from './apply.ts'
import { bucketHost, bucketName, defaultRegion } from './bucket.ts'
import { commitUpload } from './commit.ts'
import { UploadApiError } from './errors.ts'
import type { OneTimeSignatures } from './one-time-signatures.ts'
import type { UploadSessions } from './sessions.ts'
import { verifySignature } from './signature.ts'

const bodyLimit = 64 * 1024

export interface UploadApiDeps {
  account: Account
  sessions: UploadSessions
  signatures: OneTimeSignatures
  credentials: Credentials
  objects: ObjectStore
  catalogue: Catalogue
  publisher: Publisher
  probe: (object: StoredObject) => Promise<MetaData | undefined>
  faults: Faults
  stats: Stats
  now: Clock
}

/**
 * `POST /v3/index.php?Action=…`, host vod2.qcloud.com. Every response has status 200 and the envelope `{code, message, data}`.
 * Each action consumes a one-time signature, even if the action fails.
 */
export async function uploadApi(
  request: IncomingMessage,
  url: URL,
  deps: UploadApiDeps,
): Promise<Reply> {
  try {
    const body = parseObject((await readBody(request, bodyLimit)).toString('utf8'))
    if (!body) throw new UploadApiError('invalidRequest')
    const action = url.searchParams.get('Action') ?? ''
    const data = await perform(action, body, deps)
    if (action === 'CommitUploadUGC' && consumeFault(deps.faults, 'lostAnswers'))
      request.socket.destroy()
    return json({ code: 0, message: 'Success', data })
  } catch (error) {
    if (!(error instanceof UploadApiError)) throw error
    return json({ code: error.code, message: error.message, data: {} })
  }
}

async function perform(
  action: string,
  body: Record<string, unknown>,
  deps: UploadApiDeps,
): Promise<object> {
  const { account, signatures, stats } = deps
  const now = deps.now()
  if (typeof body.signature !== 'string') throw new UploadApiError('invalidRequest')
  if (consumeFault(deps.faults, 'expiredSignatures')) throw new UploadApiError('signatureExpired')
  const context = verifySignature(body.signature, account, now)
  signatures.consume(body.signature, context)
  switch (action) {
    case 'PrepareUploadUGC':
      return prepare(account)
    case 'ApplyUploadUGC':
      if (!isCoverOnly(body, deps.sessions)) stats.applies++
      if (consumeFault(deps.faults, 'applyFailures')) throw new UploadApiError('internalError')
      return applyUpload(body, context, { ...deps, now })
    case 'CommitUploadUGC':
      if (!isCoverOnly(body, deps.sessions)) stats.commits++
      if (consumeFault(deps.faults, 'commitFailures')) throw new UploadApiError('internalError')
      return await commitUpload(body, { ...deps, now })
    default:
      throw new UploadApiError('invalidRequest')
  }
}

/** Whether a call only replaces the cover of a published video. */
function isCoverOnly({ vodSessionKey, fileId }: Record<string, unknown>, sessions: UploadSessions) {
  if (typeof vodSessionKey !== 'string') return fileId !== undefined
  return sessions.find(vodSessionKey)?.coverOf !== undefined
}

// With a single region the SDK does not measure regions.
const prepare = (account: Account) => ({
  appId: account.appId,
  cosRegionList: [
    { region: defaultRegion, domain: bucketHost(bucketName(account), defaultRegion), ip: '' },
  ],
})
