import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { pipeline } from 'node:stream/promises'
import type { Faults } from '../faults.ts'
import { parseObject, readBody } from '../http/body.ts'
import { json, type Reply } from '../http/reply.ts'
import type { Catalogue, Media } from '../media/catalogue.ts'
import type { UrlOf } from '../media/describe.ts'
import type { ObjectStore, StoredObject } from '../storage/objects.ts'
import type { TaskFlows } from '../tasks/flows.ts'
import { setFaults } from './set-faults.ts'
import type { Stats } from './stats.ts'

const bodyLimit = 16 * 1024

export interface ControlParts {
  catalogue: Catalogue
  objects: ObjectStore
  flows: TaskFlows
  faults: Faults
  stats: Stats
  url: UrlOf
}

/** Where the region is looked into and made to fail. VOD has nothing like it. */
export const controlPrefix = '/_local/'

/** `GET /_local/media`, `GET /_local/stats`, `GET` and `PATCH /_local/faults`: for this machine's own pages and tools. */
export async function control(
  request: IncomingMessage,
  url: URL,
  parts: ControlParts,
): Promise<Reply> {
  if (!isLocal(request)) return json({ error: 'Only this machine may ask.' }, 403)
  const { origin } = request.headers
  const reply = await perform(request, url.pathname.slice(controlPrefix.length), parts)
  const allowed = origin === undefined ? {} : { 'Access-Control-Allow-Origin': origin }
  return { ...reply, headers: { ...reply.headers, ...allowed, Vary: 'Origin' } }
}

async function perform(
  request: IncomingMessage,
  resource: string,
  parts: ControlParts,
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
      return json(await Promise.all(parts.catalogue.all().map((media) => mediaEntry(media, parts))))
    case 'GET stats':
      return json(parts.stats)
    case 'GET faults':
      return faultsReply(parts.faults)
    case 'PATCH faults': {
      const change = parseObject((await readBody(request, bodyLimit)).toString('utf8'))
      const problem = change ? setFaults(parts.faults, change) : 'The body must be a JSON object.'
      return problem === undefined ? faultsReply(parts.faults) : json({ error: problem }, 400)
    }
    default:
      return json({ error: 'There is nothing here.' }, 404)
  }
}

const faultsReply = (faults: Faults): Reply =>
  json({ ...faults, moderation: faults.moderation ?? null })

async function mediaEntry(media: Media, { objects, flows, url }: ControlParts): Promise<object> {
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

/** From a loopback address, under a loopback name (no rebinding of foreign names), and by no page from elsewhere. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const from = socket.remoteAddress ?? ''
  const names = [`http://${headers.host ?? ''}`, ...(headers.origin ? [headers.origin] : [])]
  return (
    /^(::ffff:)?127\.|^::1$/.test(from) &&
    names.every((name) =>
      /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(URL.parse(name)?.hostname ?? ''),
    )
  )
}
