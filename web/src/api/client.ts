import {
  type EditUpload,
  type FileId,
  IssuedSignature,
  OpenedUpload,
  type OpenUpload,
  Problem,
  type ProblemCode,
  PublicConfig,
  Session,
  Upload,
  type UploadId,
  UploadPage,
  Video,
} from '@reelferry/contract'
import * as v from 'valibot'
import { studio } from './origin.ts'

/** The edge refused, could not be reached, or answered something else than it says it does. */
export class EdgeError extends Error {
  override name = 'EdgeError'
  readonly code: ProblemCode | 'network-lost' | 'unexpected'
  constructor(code: EdgeError['code'], options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

/** An edge that takes a connection and does not answer to the end by then is out of reach, ms. */
const answeredAfterMs = 30_000

/** Resolves with the JSON that was answered, or with `undefined` if it was none. */
async function send(path: string, init: RequestInit): Promise<unknown> {
  const late = AbortSignal.timeout(answeredAfterMs)
  const signal = init.signal ? AbortSignal.any([init.signal, late]) : late
  let response: Response
  let text: string
  try {
    response = await studio.fetch(studio.origin + path, { ...init, signal })
    text = await response.text()
  } catch (cause) {
    if (init.signal?.aborted || cause instanceof EdgeError) throw cause
    throw new EdgeError('network-lost', { cause })
  }
  const answer = parsed(text)
  if (response.ok) return answer
  const problem = v.safeParse(Problem, answer)
  // A proxy's own error page is no problem of ours; the edge is behind it and cannot be reached.
  if (!problem.success) throw new EdgeError(response.status >= 500 ? 'network-lost' : 'unexpected')
  throw new EdgeError(problem.output.code)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function call<const S extends v.GenericSchema>(
  schema: S,
  path: string,
  init: RequestInit = {},
): Promise<v.InferOutput<S>> {
  const answer = v.safeParse(schema, await send(path, init))
  if (!answer.success) throw new EdgeError('unexpected')
  return answer.output
}

const post = (body?: object) => sent('POST', body)

const sent = (method: 'POST' | 'PATCH', body?: object): RequestInit => ({
  method,
  ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
})

const abortable = (signal?: AbortSignal): RequestInit => (signal ? { signal } : {})

/** The edge's API, as far as the pages use it. Every call rejects with {@link EdgeError}. */
export const edge = {
  config: () => call(PublicConfig, '/api/config'),
  session: () => call(Session, '/api/session'),
  signIn: (invite: string) => call(Session, '/api/session', post({ invite })),
  signOut: async () => void (await send('/api/session', { method: 'DELETE' })),
  openUpload: (upload: OpenUpload) => call(OpenedUpload, '/api/uploads', post(upload)),
  signature: (uploadId: UploadId) =>
    call(IssuedSignature, `/api/uploads/${uploadId}/signature`, post()),
  /** Tells of a cover that VOD has been given for a published video, which the edge then asks it for. */
  coverChanged: (uploadId: UploadId, fileId: FileId) =>
    call(Upload, `/api/uploads/${uploadId}/cover?fileId=${fileId}`, post()),
  /** `fileId` is what VOD answered to the page; the edge checks it with VOD, should a notification be lost. */
  upload: (uploadId: UploadId, fileId?: FileId) =>
    call(Upload, `/api/uploads/${uploadId}${fileId ? `?fileId=${fileId}` : ''}`),
  /** A page of one's own uploads, newest first. */
  uploads: (cursor?: string, signal?: AbortSignal) =>
    call(
      UploadPage,
      `/api/uploads${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`,
      abortable(signal),
    ),
  /** Ends with the request even if the page is closed meanwhile. */
  editUpload: (uploadId: UploadId, edited: EditUpload) =>
    call(Upload, `/api/uploads/${uploadId}`, { ...sent('PATCH', edited), keepalive: true }),
  deleteUpload: async (uploadId: UploadId) =>
    void (await send(`/api/uploads/${uploadId}`, { method: 'DELETE', keepalive: true })),
  video: (fileId: string, signal?: AbortSignal) =>
    call(Video, `/api/videos/${encodeURIComponent(fileId)}`, abortable(signal)),
}

export type Edge = typeof edge
