import type { IncomingMessage } from 'node:http'
import type { Account } from '../account.ts'
import type { Clock } from '../clock.ts'
import type { Stats } from '../control/stats.ts'
import type { Credentials } from '../cos/credentials.ts'
import { strikes, type Faults } from '../faults.ts'
import { parseObject, readBody } from '../http/body.ts'
import { json, type Reply } from '../http/reply.ts'
import type { Catalogue } from '../media/catalogue.ts'
import type { Publisher } from '../media/publisher.ts'
import type { ObjectStore } from '../storage/objects.ts'
import { applyUpload } from './apply.ts'
import { bucketHost, bucketName, defaultRegion } from './bucket.ts'
import { commitUpload } from './commit.ts'
import { UploadApiError } from './errors.ts'
import type { OneTimeSignatures } from './one-time.ts'
import type { UploadSessions } from './sessions.ts'
import { verifySignature } from './signature.ts'

const bodyLimit = 64 * 1024

export interface UploadApiParts {
  account: Account
  sessions: UploadSessions
  signatures: OneTimeSignatures
  credentials: Credentials
  objects: ObjectStore
  catalogue: Catalogue
  publisher: Publisher
  faults: Faults
  stats: Stats
  now: Clock
}

/**
 * `POST /v3/index.php?Action=…`, the host vod2.qcloud.com. Every answer has status 200 and the envelope
 * `{code, message, data}`. Each action uses up a one-time signature, whether it then succeeds or not.
 */
export async function uploadApi(
  request: IncomingMessage,
  url: URL,
  parts: UploadApiParts,
): Promise<Reply> {
  try {
    const body = parseObject((await readBody(request, bodyLimit)).toString('utf8'))
    if (!body) throw new UploadApiError('invalidRequest')
    const action = url.searchParams.get('Action') ?? ''
    const data = await perform(action, body, parts)
    if (action === 'CommitUploadUGC' && strikes(parts.faults, 'lostAnswers'))
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
  parts: UploadApiParts,
): Promise<object> {
  const { account, signatures, stats } = parts
  const now = parts.now()
  if (typeof body.signature !== 'string') throw new UploadApiError('invalidRequest')
  if (strikes(parts.faults, 'expiredSignatures')) throw new UploadApiError('signatureExpired')
  const context = verifySignature(body.signature, account, now)
  signatures.consume(body.signature, context)
  switch (action) {
    case 'PrepareUploadUGC':
      return prepare(account)
    case 'ApplyUploadUGC':
      stats.applies++
      if (strikes(parts.faults, 'applyFailures')) throw new UploadApiError('internalError')
      return applyUpload(body, context, { ...parts, now })
    case 'CommitUploadUGC':
      stats.commits++
      if (strikes(parts.faults, 'commitFailures')) throw new UploadApiError('internalError')
      return await commitUpload(body, { ...parts, now })
    default:
      throw new UploadApiError('invalidRequest')
  }
}

// With a single region the SDK does not race regions.
const prepare = (account: Account) => ({
  appId: account.appId,
  cosRegionList: [
    { region: defaultRegion, domain: bucketHost(bucketName(account), defaultRegion), ip: '' },
  ],
})
