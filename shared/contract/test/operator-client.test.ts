import { describe, expect, it } from 'vitest'
import {
  createOperatorClient,
  examineStudio,
  type Examination,
  type Report,
} from '../src/operator/index.ts'

const report: Report = {
  version: '0.1.0',
  now: 1_000_000,
  authMode: 'invite',
  eventMode: 'push',
  application: 1,
  limits: { maxFileBytes: 60e9, uploadsPerDay: 50, concurrentUploads: 5 },
  isCallbackSigned: true,
  isRotating: false,
  events: { refusal: 'Unreachable' },
  bucket: { refusal: 'Unreachable' },
  media: { refusal: 'Unreachable' },
  kv: { lists: true, writes: true },
  refused: { count: 0 },
}

/** A client of a studio that answers each path with a body, and every other path with 404. */
function clientOf(bodies: Record<string, unknown>, status = 200) {
  const requests: string[] = []
  const client = createOperatorClient({
    secret: 'secret',
    fetch: async (path, { method, headers }) => {
      requests.push(`${method} ${path} ${headers.authorization}`)
      const isKnown = path in bodies
      return {
        ok: isKnown && status === 200,
        status: isKnown ? status : 404,
        body: null,
        json: async () => bodies[path],
      }
    },
    describeError: (code, answered) => `${code} ${answered ?? 'no answer'}`,
  })
  return { client, requests }
}

describe('createOperatorClient', () => {
  it('fetches pages until the last one', async () => {
    const { client, requests } = clientOf({
      '/api/operator/creators/a%20b': { erased: 2, cursor: 'x&y' },
      '/api/operator/creators/a%20b?cursor=x%26y': { erased: 1 },
    })
    const erased = []
    for await (const page of client.eraseCreator('a b')) erased.push(page.erased)
    expect(erased).toEqual([2, 1])
    expect(requests).toEqual([
      'DELETE /api/operator/creators/a%20b Bearer secret',
      'DELETE /api/operator/creators/a%20b?cursor=x%26y Bearer secret',
    ])
  })

  it.each([
    [404, 'wrong-secret'],
    [429, 'too-many-requests'],
    [503, 'unavailable'],
    [500, 'unexpected'],
  ])('rejects status %i as %s', async (status, code) => {
    const { client } = clientOf({ '/api/operator/report': report }, status)
    await expect(client.report()).rejects.toMatchObject({ code, message: `${code} ${status}` })
  })

  it('rejects an invalid body as unexpected', async () => {
    const { client } = clientOf({ '/api/operator/report': { version: 1 } })
    await expect(client.report()).rejects.toMatchObject({
      code: 'unexpected',
      message: 'unexpected 200',
    })
  })

  it.each([
    [new TypeError('Failed to fetch'), 'network-lost'],
    [new SyntaxError('Unexpected token'), 'unexpected'],
  ])('classifies %s as %s', async (cause, code) => {
    const client = createOperatorClient({ secret: '', fetch: () => Promise.reject(cause) })
    await expect(client.report()).rejects.toMatchObject({ code, cause })
  })
})

describe('examineStudio', () => {
  it('yields the findings first, then the metrics after each page', async () => {
    const { client } = clientOf({
      '/api/operator/report': report,
      '/api/operator/uploads': { outcomes: [{ status: 'open' }], cursor: '1' },
      '/api/operator/uploads?cursor=1': { outcomes: [{ status: 'ready', heardBy: 'question' }] },
    })
    const states: Examination[] = []
    for await (const state of examineStudio(client, () => 1_000_000)) states.push(state)
    expect(states.map(({ metrics, isComplete }) => [metrics.opened, isComplete])).toEqual([
      [0, false],
      [1, false],
      [2, false],
      [2, true],
    ])
    const codes = states.map(({ findings }) => findings.map(({ code }) => code))
    expect(codes[0]).toContain('vod-unreachable')
    expect(codes[2]).toEqual(codes[0])
    expect(codes[3]).toEqual([...(codes[0] ?? []), 'notifications-never'])
  })
})
