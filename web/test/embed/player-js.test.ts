import fc from 'fast-check'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createPlayerJs } from '../../src/embed/player-js.ts'
import { playerJsMethods, readPlayerJs } from '../../src/features/watch/model/player-js.ts'

const message = (method: string, value?: unknown, listener?: string) =>
  JSON.stringify({ context: 'player.js', version: '0.0.11', method, value, listener })

describe('readPlayerJs', () => {
  it('reads a request as text or as an object', () => {
    const request = { method: 'setVolume', value: 40, listener: 'a' }
    expect(readPlayerJs(message('setVolume', 40, 'a'))).toEqual(request)
    expect(readPlayerJs(JSON.parse(message('setVolume', 40, 'a')))).toEqual(request)
  })

  it.each([
    'no JSON',
    '7',
    'null',
    '{"context":"other","method":"play"}',
    '{"context":"player.js","method":"toString"}',
    '{"context":"player.js"}',
    { reelferry: 'play' },
    undefined,
    null,
  ])('ignores %j', (data) => {
    expect(readPlayerJs(data)).toBeUndefined()
  })

  it('accepts every value without an error', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        expect(() => readPlayerJs(data)).not.toThrow()
      }),
    )
  })
})

describe('createPlayerJs', () => {
  let video: HTMLVideoElement
  let sent: { event: string; value?: unknown; listener?: string }[]
  let playerJs: ReturnType<typeof createPlayerJs>
  const request = (method: string, value?: unknown, listener?: string) =>
    playerJs.receive(message(method, value, listener))

  beforeEach(() => {
    video = document.createElement('video')
    vi.spyOn(video, 'play').mockResolvedValue()
    sent = []
    playerJs = createPlayerJs(
      () => video,
      (text) => sent.push(JSON.parse(text)),
    )
    playerJs.attach(video)
  })

  it('announces its methods once, and to each listener that comes later', () => {
    playerJs.ready()
    playerJs.ready()
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({
      event: 'ready',
      value: { src: location.href, methods: playerJsMethods },
    })
    request('addEventListener', 'ready', 'late')
    expect(sent[1]).toMatchObject({ event: 'ready', listener: 'late' })
  })

  it('answers with the listener of the request', () => {
    video.volume = 0.4
    request('getVolume', undefined, 'a')
    request('getPaused', undefined, 'b')
    expect(sent).toMatchObject([
      { event: 'getVolume', value: 40, listener: 'a' },
      { event: 'getPaused', value: true, listener: 'b' },
    ])
  })

  it('changes the video, and ignores values that are invalid', () => {
    request('setVolume', 30)
    request('mute')
    request('setLoop', true)
    request('play')
    expect([video.volume, video.muted, video.loop]).toEqual([0.3, true, true])
    expect(video.play).toHaveBeenCalledOnce()
    request('setVolume', 'loud')
    request('setVolume', null)
    expect(video.volume).toBe(0.3)
    request('setVolume', 1000)
    expect(video.volume).toBe(1)
  })

  it('sends events only to the listeners that were added', () => {
    video.dispatchEvent(new Event('pause'))
    expect(sent).toEqual([])
    request('addEventListener', 'pause', 'a')
    request('addEventListener', 'pause', 'a')
    request('addEventListener', 'timeupdate', 'b')
    video.dispatchEvent(new Event('pause'))
    video.dispatchEvent(new Event('timeupdate'))
    expect(sent).toMatchObject([
      { event: 'pause', listener: 'a' },
      { event: 'timeupdate', value: { seconds: 0 }, listener: 'b' },
    ])
    request('removeEventListener', 'pause', 'a')
    video.dispatchEvent(new Event('pause'))
    expect(sent).toHaveLength(2)
  })
})
