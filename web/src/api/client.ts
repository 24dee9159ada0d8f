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

/** A request to the edge failed: with a problem of the edge, without an answer, or with an invalid one. */
export class EdgeError extends Error {
  override name = 'EdgeError'
  readonly code: ProblemCode | 'network-lost' | 'unexpected'
  constructor(code: EdgeError['code'], options?: ErrorOptions) {
    super(code, options)
    this.code = code
  }
}

/** Timeout of a request including its body, in milliseconds. After it, the edge counts as unreachable. */
const timeoutMs = 30_000

/**
 * Sends a request and resolves with the JSON of the answer, or with `undefined` if the answer is not JSON.
 * @throws EdgeError unless the caller's signal has aborted
 */
async function send(path: string, init: RequestInit): Promise<unknown> {
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  let response: Response
  let text: string
  try {
    response = await studio.fetch(studio.origin + path, { ...init, signal })
    text = await response.text()
  } catch (cause) {
    if (init.signal?.aborted || cause instanceof EdgeError) throw cause
    throw new EdgeError('network-lost', { cause })
  }
  const answer = parseJson(text)
  if (response.ok) return answer
  const problem = v.safeParse(Problem, answer)
  // The answer is not from the edge. A 5xx status is usually the error page of a proxy that cannot reach the edge.
  if (!problem.success) throw new EdgeError(response.status >= 500 ? 'network-lost' : 'unexpected')
  throw new EdgeError(problem.output.code)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Sends a request and validates the answer. */
async function call<const S extends v.GenericSchema>(
  schema: S,
  path: string,
  init: RequestInit = {},
): Promise<v.InferOutput<S>> {
  const answer = v.safeParse(schema, await send(path, init))
  if (!answer.success) throw new EdgeError('unexpected')
  return answer.output
}

const withJson = (method: 'POST' | 'PATCH', body?: object): RequestInit => ({
  method,
  ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
})

const post = (body?: object) => withJson('POST', body)

const abortable = (signal?: AbortSignal): RequestInit => (signal ? { signal } : {})

/** The part of the edge's API that the pages use. Every call rejects with {@link EdgeError}. */
export const edge = {
  config: () => call(PublicConfig, '/api/config'),
  session: () => call(Session, '/api/session'),
  signIn: (invite: string) => call(Session, '/api/session', post({ invite })),
  signOut: async () => void (await send('/api/session', { method: 'DELETE' })),
  openUpload: (upload: OpenUpload) => call(OpenedUpload, '/api/uploads', post(upload)),
  signature: (uploadId: UploadId) =>
    call(IssuedSignature, `/api/uploads/${uploadId}/signature`, post()),
  /** Reports that VOD has a new cover for a published video. The edge then fetches it from VOD. */
  coverChanged: (uploadId: UploadId, fileId: FileId) =>
    call(Upload, `/api/uploads/${uploadId}/cover?fileId=${fileId}`, post()),
  /** `fileId` is the one that VOD returned to the page: the edge verifies it with VOD if an event is lost. */
  upload: (uploadId: UploadId, fileId?: FileId) =>
    call(Upload, `/api/uploads/${uploadId}${fileId ? `?fileId=${fileId}` : ''}`),
  /** One page of the creator's own uploads, newest first. */
  uploads: (cursor?: string, signal?: AbortSignal) =>
    call(
      UploadPage,
      `/api/uploads${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`,
      abortable(signal),
    ),
  /** The request is completed even if the page is closed meanwhile. */
  editUpload: (uploadId: UploadId, edited: EditUpload) =>
    call(Upload, `/api/uploads/${uploadId}`, { ...withJson('PATCH', edited), keepalive: true }),
  deleteUpload: async (uploadId: UploadId) =>
    void (await send(`/api/uploads/${uploadId}`, { method: 'DELETE', keepalive: true })),
  video: (fileId: string, signal?: AbortSignal) =>
    call(Video, `/api/videos/${encodeURIComponent(fileId)}`, abortable(signal)),
}

export type Edge = typeof edge
