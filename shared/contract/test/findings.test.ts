import { describe, expect, it } from 'vitest'
import {
  type FindingCode,
  findingsOf,
  findingTexts,
  type Report,
  sayFinding,
} from '../src/operator/index.ts'

const well: Report = {
  version: '0.1.0',
  now: 1_000_000,
  authMode: 'invite',
  eventMode: 'push',
  application: 1,
  limits: { maxFileBytes: 60e9, uploadsPerDay: 50, concurrentUploads: 5 },
  isCallbackSigned: true,
  isRotating: false,
  events: {
    mode: 'PUSH',
    origin: 'https://studio.example',
    isOurs: true,
    isHere: true,
    uploadSwitch: 'ON',
    deleteSwitch: 'ON',
  },
  bucket: {
    origin: 'https://b.cos.ap-x.myqcloud.com',
    isInPolicy: true,
    letsSend: true,
    showsEtag: true,
  },
  media: { hosts: ['https://1.vod2.myqcloud.com'], blocked: [] },
  issuer: { url: 'https://issuer.example/keys', usableKeys: 1 },
  procedure: { name: 'LongVideoPreset', exists: true },
  kv: { lists: true, writes: true },
  refused: { count: 0 },
}

const bucket = well.bucket as object
const events = well.events as object
const changed = (part: object, change: object) => ({ ...part, ...change }) as never

/** What is not well, each alone: what the report says then, and the one finding that comes of it. */
const troubles: [FindingCode, Partial<Report>][] = [
  ['version-differs', { version: '0.0.9' }],
  ['clocks-differ', { now: 2_000_000 }],
  ['vod-refuses-key', { events: { refusal: 'AuthFailure.SecretIdNotFound' } }],
  ['vod-refuses-key', { events: { refusal: 'AuthFailure.SignatureFailure' } }],
  ['vod-refuses-clock', { events: { refusal: 'AuthFailure.SignatureExpire' } }],
  ['vod-refuses-permission', { events: { refusal: 'UnauthorizedOperation' } }],
  ['vod-refuses-application', { events: { refusal: 'InvalidParameterValue' } }],
  ['vod-unreachable', { events: { refusal: 'Unreachable' } }],
  ['vod-too-often', { events: { refusal: 'RequestLimitExceeded' } }],
  ['vod-refuses', { events: { refusal: 'InternalError' } }],
  ['mode-differs', { eventMode: 'pull' }],
  ['events-at-other-address', { events: changed(events, { isHere: false }) }],
  ['events-elsewhere', { events: changed(events, { isOurs: false }) }],
  ['events-nowhere', { events: changed(events, { isOurs: false, origin: '' }) }],
  ['uploads-untold', { events: changed(events, { uploadSwitch: 'OFF' }) }],
  ['deletions-untold', { events: changed(events, { deleteSwitch: 'OFF' }) }],
  ['unsigned', { isCallbackSigned: false }],
  ['notifications-refused', { refused: { count: 3, lastAt: 900_000 } }],
  ['procedure-unknown', { procedure: { name: 'Mine', exists: false } }],
  ['procedure-unchecked', { procedure: { refusal: 'UnauthorizedOperation' } }],
  ['bucket-refused', { bucket: { refusal: '10004' } }],
  ['bucket-not-in-policy', { bucket: changed(bucket, { isInPolicy: false }) }],
  ['bucket-closed', { bucket: changed(bucket, { letsSend: false }) }],
  ['bucket-hides-etag', { bucket: changed(bucket, { showsEtag: false }) }],
  ['media-unchecked', { media: { refusal: 'Unreachable' } }],
  [
    'media-not-in-policy',
    { media: { hosts: ['https://cdn.example'], blocked: ['https://cdn.example'] } },
  ],
  ['issuer-silent', { issuer: { refusal: '404' } }],
  ['issuer-keyless', { issuer: { url: 'https://issuer.example/keys', usableKeys: 0 } }],
  ['kv-silent', { kv: { lists: false, writes: false } }],
  ['kv-full', { kv: { lists: true, writes: false } }],
  ['unlimited', { limits: { ...well.limits, uploadsPerDay: 0 } }],
  ['rotating', { isRotating: true }],
]

const examined = (change: Partial<Report> = {}) =>
  findingsOf({ ...well, ...change }, 1_000_000, '0.1.0')

describe('findings', () => {
  it.each(troubles)('recognise %s, and that alone', (code, change) => {
    const unwell = examined(change).filter(({ level }) => level !== 'ok')
    expect(unwell.map((one) => one.code)).toEqual([code])
  })

  it('are all well of a studio that is', () => {
    expect(examined().filter(({ level }) => level !== 'ok')).toEqual([])
  })

  it('say what to do wherever something is not well, with every value filled in', () => {
    const all = troubles.flatMap(([, change]) => examined(change))
    for (const one of all) {
      const { says, todo } = sayFinding(one, findingTexts)
      const named = (text = '') => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
      const text = findingTexts[one.code]
      for (const name of [...named(text.says), ...named('todo' in text ? text.todo : '')])
        expect(one.values[name], `${one.code} {${name}}`).toMatch(/\S/)
      expect(says).not.toMatch(/[{}]/)
      expect(todo !== undefined, one.code).toBe(one.level !== 'ok')
    }
  })

  it('that are not well have a case here each', () => {
    const withTodo = Object.entries(findingTexts).filter(([, text]) => 'todo' in text)
    const codes = withTodo.map(([code]) => code).filter((code) => code !== 'notifications-never')
    expect([...new Set(troubles.map(([code]) => code))].toSorted()).toEqual(codes.toSorted())
  })
})
