import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Faults } from '../faults.ts'
import { parseObject, readBody } from '../http/body.ts'
import { json, type Reply } from '../http/reply.ts'
import type { Catalogue, Media } from '../media/catalogue.ts'
import type { UrlOf } from '../media/media-info.ts'
import type { ObjectStore, StoredObject } from '../storage/objects.ts'
import type { TaskFlows } from '../tasks/flows.ts'
import { setFaults } from './set-faults.ts'
import type { Stats } from './stats.ts'

const bodyLimit = 16 * 1024

export interface ControlDeps {
  catalogue: Catalogue
  objects: ObjectStore
  flows: TaskFlows
  faults: Faults
  stats: Stats
  url: UrlOf
}

/** Path prefix of the control API, which inspects the region and sets its faults. VOD has no such API. */
export const controlPrefix = '/_local/'

/**
 * The control API: `GET /_local/media`, `GET /_local/stats`, `GET` and `PATCH /_local/faults`. It rejects requests
 * that do not come from this machine.
 */
export async function control(
  request: IncomingMessage,
  url: URL,
  deps: ControlDeps,
): Promise<Reply> {
  if (!isLoopbackRequest(request))
    return json({ error: 'Only this machine may use the control API.' }, 403)
  const { origin } = request.headers
  const reply = await perform(request, url.pathname.slice(controlPrefix.length), deps)
  const allowOrigin = origin === undefined ? {} : { 'Access-Control-Allow-Origin': origin }
  return { ...reply, headers: { ...reply.headers, ...allowOrigin, Vary: 'Origin' } }
}

async function perform(
  request: IncomingMessage,
  resource: string,
  deps: ControlDeps,
): Promise<Reply> {
  switch (`${request.method} ${resource}`) {
    case 'OPTIONS faults':
      return {
        status: 204,
        headers: {
          'Access-Control-Allow-Methods': 'GET, PATCH',
          'Access-Control-Allow-Headers': 'content-type',
        },
      }
    case 'GET media':
      return json(await Promise.all(deps.catalogue.all().map((media) => mediaEntry(media, deps))))
    case 'GET stats':
      return json(deps.stats)
    case 'GET faults':
      return faultsReply(deps.faults)
    case 'PATCH faults': {
      const change = parseObject((await readBody(request, bodyLimit)).toString('utf8'))
      const problem = change ? setFaults(deps.faults, change) : 'The body must be a JSON object.'
      return problem === undefined ? faultsReply(deps.faults) : json({ error: problem }, 400)
    }
    default:
      return json({ error: 'The resource does not exist.' }, 404)
  }
}

const faultsReply = (faults: Faults): Reply =>
  json({
    ...faults,
    moderation: faults.moderation ?? null,
    audioVideoReview: faults.audioVideoReview ?? null,
  })

async function mediaEntry(media: Media, { objects, flows, url }: ControlDeps): Promise<object> {
  const object = objects.get(media.key)
  const task = media.taskId === undefined ? undefined : flows.find(media.taskId)
  const cover = media.coverKey === undefined ? undefined : objects.get(media.coverKey)
  return {
    fileId: media.fileId,
    name: media.name,
    size: object?.size ?? 0,
    sha256: await digest(object, objects),
    mediaUrl: url(media.key),
    ...(cover && { cover: { url: url(cover.key), sha256: await digest(cover, objects) } }),
    sourceContext: media.sourceContext,
    status: task && !task.result ? 'PROCESSING' : 'FINISH',
  }
}

async function digest(object: StoredObject | undefined, objects: ObjectStore): Promise<string> {
  const sha256 = createHash('sha256')
  if (object) await pipeline(objects.read(object), sha256)
  return sha256.digest('hex')
}

/**
 * Whether the remote address, the `Host` header and the page's origin are all loopback. Checking `Host` prevents DNS
 * rebinding.
 */
function isLoopbackRequest({ socket, headers }: IncomingMessage): boolean {
  const address = socket.remoteAddress ?? ''
  const origins = [`http://${headers.host ?? ''}`, ...(headers.origin ? [headers.origin] : [])]
  return (
    /^(::ffff:)?127\.|^::1$/.test(address) &&
    origins.every((origin) =>
      /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(URL.parse(origin)?.hostname ?? ''),
    )
  )
}
