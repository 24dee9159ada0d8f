import { expect, it } from 'vitest'
import { type Envelope, verifySign, parseEnvelope } from '../../src/vod/events.ts'

// Key, time and digest: sample of Tencent's interactive whiteboard, which uses the same signature.
const key = 'Xz4ZgayTr7rMgWQrH'
const expires = 1588040109
const sign = 'a2dabb362a9b811c0e26953a6276a41c'
const envelope = (over: object): Envelope => {
  const event = { EventType: 'NewFileUpload', Sign: sign, T: expires, ...over }
  return parseEnvelope(JSON.stringify(event)) ?? expect.unreachable()
}

it('accepts a correct signature that has not expired', async () => {
  expect(await verifySign(envelope({}), [key], expires - 600)).toBe(true)
  expect(await verifySign(envelope({ T: String(expires) }), [key], expires)).toBe(true)
  expect(await verifySign(envelope({ Sign: sign.toUpperCase() }), [key], expires)).toBe(true)
})

it.each([
  ['after its end', {}, expires + 1],
  ['too far ahead of its end', {}, expires - 901],
  ['with another digest', { Sign: sign.replace('a', 'b') }, expires],
  ['with another time', { T: expires - 1 }, expires - 600],
  ['without a sign', { Sign: undefined }, expires],
  ['without a time', { T: undefined }, expires],
])('refuses a sign %s', async (_, over, now) => {
  expect(await verifySign(envelope(over), [key], now)).toBe(false)
})

it.each(['', 'null', '[]', '{', '{"EventType":1}', '"NewFileUpload"'])(
  'parses no envelope from %j',
  (body) => {
    expect(parseEnvelope(body)).toBeUndefined()
  },
)
