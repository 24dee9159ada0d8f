import { describe, expect, it } from 'vitest'
import {
  type FindingCode,
  findingsOfReport,
  findingText,
  findingTexts,
  type Report,
  severityOf,
} from '../src/operator/index.ts'

const healthyReport: Report = {
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

const bucket = healthyReport.bucket as object
const events = healthyReport.events as object
const changed = (part: object, change: object) => ({ ...part, ...change }) as never

/** The report of each single fault, and the only finding that it causes. */
const faultyReports: [FindingCode, Partial<Report>][] = [
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
  ['unlimited', { limits: { ...healthyReport.limits, uploadsPerDay: 0 } }],
  ['rotating', { isRotating: true }],
]

const findingsWith = (change: Partial<Report> = {}) =>
  findingsOfReport({ ...healthyReport, ...change }, 1_000_000, '0.1.0')

describe('findingsOfReport', () => {
  it.each(faultyReports)('reports only %s', (code, change) => {
    const notOk = findingsWith(change).filter((finding) => finding.level !== 'ok')
    expect(notOk.map((finding) => finding.code)).toEqual([code])
  })

  it('finds no fault in a healthy studio', () => {
    expect(findingsWith().filter(({ level }) => level !== 'ok')).toEqual([])
  })

  it('has no hint in a local studio that only setup resolves', () => {
    const local = { authMode: 'local', isCallbackSigned: false, isRotating: true }
    const limits = { ...healthyReport.limits, uploadsPerDay: 0 }
    const notOk = (change: Partial<Report>) =>
      findingsWith(change).flatMap(({ level, code }) => (level === 'ok' ? [] : [code]))
    expect(notOk({ ...local, limits, media: { refusal: 'Unreachable' } })).toEqual([
      'media-unchecked',
    ])
  })

  it('has a value for every placeholder, and an action unless the level is ok', () => {
    const all = faultyReports.flatMap(([, change]) => findingsWith(change))
    for (const finding of all) {
      const { code, level, values } = finding
      const { title, action } = findingText(finding, findingTexts)
      const namesIn = (text = '') => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
      const text = findingTexts[code]
      for (const name of [...namesIn(text.title), ...namesIn('action' in text ? text.action : '')])
        expect(values[name], `${code} {${name}}`).toMatch(/\S/)
      expect(title).not.toMatch(/[{}]/)
      expect(action !== undefined, code).toBe(level !== 'ok')
    }
  })

  it('is tested with a report for every finding that has an action', () => {
    const withAction = Object.entries(findingTexts).filter(([, text]) => 'action' in text)
    const codes = withAction.map(([code]) => code).filter((code) => code !== 'notifications-never')
    expect([...new Set(faultyReports.map(([code]) => code))].toSorted()).toEqual(codes.toSorted())
  })
})

describe('severityOf', () => {
  const severityBy = (code: FindingCode) => {
    const [, change = {}] = faultyReports.find(([faulty]) => faulty === code) ?? []
    const finding = findingsWith(change).find((item) => item.code === code)
    return finding && severityOf(finding)
  }

  it.each<FindingCode>([
    'vod-refuses-key',
    'vod-unreachable',
    'procedure-unknown',
    'bucket-closed',
    'media-not-in-policy',
    'issuer-silent',
    'kv-full',
  ])('is fix-now for %s, because nobody can sign in, upload or watch', (code) => {
    expect(severityBy(code)).toBe('fix-now')
  })

  it.each<FindingCode>([
    'vod-too-often',
    'mode-differs',
    'events-nowhere',
    'uploads-untold',
    'deletions-untold',
    'clocks-differ',
    'notifications-refused',
    'version-differs',
  ])('is should-fix for %s', (code) => {
    expect(severityBy(code)).toBe('should-fix')
  })

  it.each<FindingCode>(['unsigned', 'unlimited', 'rotating', 'media-unchecked'])(
    'is suggestion for %s',
    (code) => {
      expect(severityBy(code)).toBe('suggestion')
    },
  )

  it('is ok for everything that is well', () => {
    const found = findingsWith()
    expect(found).not.toEqual([])
    expect(found.filter((finding) => severityOf(finding) !== 'ok')).toEqual([])
  })
})
