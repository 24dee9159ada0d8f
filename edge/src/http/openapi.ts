import {
  EditUpload,
  IssuedSignature,
  OpenUpload,
  OpenedUpload,
  Problem,
  type ProblemCode,
  problems,
  PublicConfig,
  Session,
  SignIn,
  Upload,
  UploadPage,
  Video,
} from '@reelferry/contract'
import { Erased, ExportPage, OutcomePage, Report } from '@reelferry/contract/operator'
import { toJsonSchema } from '@valibot/to-json-schema'
import * as v from 'valibot'

/** The schemas that bodies are checked with, under the names they have in the contract. */
const schemas = {
  EditUpload,
  IssuedSignature,
  OpenUpload,
  OpenedUpload,
  Problem,
  PublicConfig,
  Session,
  SignIn,
  Upload,
  UploadPage,
  Video,
  Report,
  OutcomePage,
  ExportPage,
  Erased,
  Health: v.object({ ok: v.literal(true), version: v.string() }),
  MobileSignature: v.object({
    code: v.literal(0),
    message: v.literal('ok'),
    data: v.object({ signature: v.string() }),
  }),
  Received: v.object({ code: v.literal(0) }),
  OEmbed: v.object({
    version: v.literal('1.0'),
    type: v.literal('video'),
    provider_name: v.string(),
    provider_url: v.string(),
    title: v.string(),
    width: v.number(),
    height: v.number(),
    html: v.string(),
    thumbnail_url: v.optional(v.string()),
    thumbnail_width: v.optional(v.number()),
    thumbnail_height: v.optional(v.number()),
  }),
} as const

type SchemaName = keyof typeof schemas

/** One route: what it is for, what goes in, what comes out, and how it may refuse. */
interface Operation {
  summary: string
  body?: SchemaName
  query?: Record<string, string>
  success: { status: number; schema?: SchemaName; description: string }
  problems: ProblemCode[]
}

const creator: ProblemCode[] = ['not-signed-in', 'not-permitted', 'too-many-requests']
const ownUpload: ProblemCode[] = [...creator, 'upload-not-found']
const limits: ProblemCode[] = ['daily-limit', 'too-many-uploads']
const operatorOnly: ProblemCode[] = ['route-not-found', 'too-many-requests']
const file: ProblemCode[] = ['invalid-name', 'not-a-video', 'empty-file', 'file-too-large']

const ok = (schema: SchemaName, description: string) => ({ status: 200, schema, description })

/** Every route by method and path, as Hono writes them. A test holds it to the routes there are. */
export const operations: Record<string, Operation> = {
  'GET /api/health': {
    summary: 'Whether the Worker runs and is configured',
    success: ok('Health', 'It is'),
    problems: [],
  },
  'GET /api/openapi.json': {
    summary: 'This description',
    success: { status: 200, description: 'OpenAPI 3.1' },
    problems: [],
  },
  'GET /api/config': {
    summary: 'What a page needs to know, with the limits of whoever asks; nothing secret',
    success: ok('PublicConfig', 'The configuration'),
    problems: ['issuer-unavailable'],
  },
  'GET /api/session': {
    summary: 'Who is signed in',
    success: ok('Session', 'The creator'),
    problems: ['not-signed-in', 'too-many-requests', 'issuer-unavailable'],
  },
  'POST /api/session': {
    summary: 'Exchange an invitation for a session cookie',
    body: 'SignIn',
    success: { status: 201, schema: 'Session', description: 'Signed in' },
    problems: ['invalid-request', 'invite-invalid', 'invite-expired', 'invite-used'],
  },
  'DELETE /api/session': {
    summary: 'Sign out',
    success: { status: 204, description: 'Signed out' },
    problems: [],
  },
  'POST /api/uploads': {
    summary: 'Open an upload',
    body: 'OpenUpload',
    success: { status: 201, schema: 'OpenedUpload', description: 'Opened' },
    problems: ['invalid-request', ...file, ...creator, ...limits],
  },
  'GET /api/uploads': {
    summary: 'Own uploads, newest first',
    query: { cursor: 'From the page before' },
    success: ok('UploadPage', 'One page'),
    problems: creator,
  },
  'GET /api/uploads/:uploadId': {
    summary: 'What has become of an upload; answers 304 to a known ETag',
    query: {
      fileId: 'The file id VOD gave at the commit; checked with VOD, if it was not heard of',
    },
    success: ok('Upload', 'The upload'),
    problems: ownUpload,
  },
  'PATCH /api/uploads/:uploadId': {
    summary: 'Change title, description, and who may watch',
    body: 'EditUpload',
    success: ok('Upload', 'The upload, changed'),
    problems: ['invalid-request', ...ownUpload],
  },
  'DELETE /api/uploads/:uploadId': {
    summary: 'Delete an upload, at VOD too',
    success: { status: 204, description: 'Deleted' },
    problems: [...ownUpload, 'vod-unavailable'],
  },
  'POST /api/uploads/:uploadId/signature': {
    summary: 'A signature for one call of an upload to VOD',
    success: ok('IssuedSignature', 'The signature'),
    problems: [...ownUpload, 'upload-closed'],
  },
  'POST /api/uploads/:uploadId/cover': {
    summary:
      'Tell that a published video has been given another cover at VOD, which is asked for it',
    query: {
      fileId: 'The file id VOD gave at the commit; checked with VOD, if it was not heard of',
    },
    success: ok('Upload', 'The upload'),
    problems: [...ownUpload, 'vod-unavailable'],
  },
  'POST /api/signature': {
    summary: 'Open an upload and sign it, for Tencent’s UGSV mobile SDK',
    success: ok('MobileSignature', 'The signature'),
    problems: [...creator, ...limits],
  },
  'POST /api/vod/events/:secret': {
    summary: 'A notification of VOD, in either of its forms',
    success: ok('Received', 'Received'),
    problems: ['callback-refused', 'invalid-request', 'body-too-large'],
  },
  'GET /api/operator/report': {
    summary: 'What the studio finds out about itself; for whoever knows OPERATOR_SECRET',
    success: ok('Report', 'The report'),
    problems: operatorOnly,
  },
  'GET /api/operator/uploads': {
    summary: 'What has become of all uploads, some 250 at a time, without whose they are',
    query: { cursor: 'From the page before' },
    success: ok('OutcomePage', 'One page'),
    problems: ['invalid-request', ...operatorOnly],
  },
  'GET /api/operator/creators/:subject': {
    summary: 'All that is kept of one creator, a page at a time',
    query: { cursor: 'From the page before' },
    success: ok('ExportPage', 'One page'),
    problems: operatorOnly,
  },
  'DELETE /api/operator/creators/:subject': {
    summary: 'Erase one creator’s uploads, at VOD too, a page at a time',
    query: { cursor: 'From the page before' },
    success: ok('Erased', 'How many, and where to go on'),
    problems: [...operatorOnly, 'vod-unavailable'],
  },
  'GET /api/videos/:fileId': {
    summary: 'How to play a video',
    success: ok('Video', 'The video, or why it does not play'),
    problems: ['video-not-found', 'vod-unavailable', 'too-many-requests'],
  },
  'GET /api/oembed': {
    summary: 'How to embed a page of this studio (oEmbed 1.0)',
    query: {
      url: 'Address of a watch or embed page',
      format: 'json or xml; json if absent',
      maxwidth: 'Pixels',
      maxheight: 'Pixels',
    },
    success: ok('OEmbed', 'The embed code, and what it shows'),
    problems: [
      'video-private',
      'video-not-found',
      'too-many-requests',
      'format-not-supported',
      'vod-unavailable',
    ],
  },
}

const reference = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` })

const parameter = (place: 'path' | 'query') => (name: string) => ({
  name,
  in: place,
  required: place === 'path',
  schema: { type: 'string' },
})

function describe(
  { summary, body, query = {}, success, problems: codes }: Operation,
  path: string,
) {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status)
  return {
    summary,
    parameters: [
      ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => parameter('path')(name ?? '')),
      ...Object.entries(query).map(([name, description]) => ({
        ...parameter('query')(name),
        description,
      })),
    ],
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: reference(body) } } },
    }),
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.schema && {
          content: { 'application/json': { schema: reference(success.schema) } },
        }),
      },
      ...Object.fromEntries(
        [...byStatus].map(([status, several]) => [
          status,
          {
            description: several.map((code) => `${code}: ${problems[code].title}`).join('\n'),
            content: { 'application/problem+json': { schema: reference('Problem') } },
          },
        ]),
      ),
    },
  }
}

/** The API as OpenAPI 3.1, from the same schemas that requests are checked with. */
export function openapi(version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  for (const [key, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = key.split(' ')
    const template = path.replace(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [method.toLowerCase()]: describe(operation, path) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Reelferry', version, license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [
          name,
          // What JSON Schema cannot say, such as a brand, is left out.
          toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }),
        ]),
      ),
    },
  }
}
