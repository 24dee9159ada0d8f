import { describe, expect, it } from 'vitest'
import {
  canRecognize,
  type Recognition,
  recognizeSpeech,
  type RecognitionType,
} from '../../../src/features/captions/adapters/speech-recognition.ts'

const sound = {} as MediaStreamTrack

/** A browser whose recognition on the device has this availability; absent in browsers that use a server. */
function browserWith(availability?: 'available' | 'downloadable' | 'error') {
  const created: (Recognition & { sound?: MediaStreamTrack | undefined; isStopped?: boolean })[] =
    []
  class FakeRecognition implements Recognition {
    lang = ''
    continuous = false
    interimResults = true
    processLocally = false
    onresult: Recognition['onresult'] = null
    onend: Recognition['onend'] = null
    onerror: Recognition['onerror'] = null
    sound: MediaStreamTrack | undefined
    constructor() {
      created.push(this)
    }
    start(track?: MediaStreamTrack) {
      this.sound = track
    }
    stop() {
      this.onend?.()
    }
  }
  const available: RecognitionType['available'] = async ({ langs, processLocally }) => {
    if (availability === 'error') throw new TypeError('unknown language')
    return processLocally && langs[0] === 'en-US' ? (availability ?? 'unavailable') : 'unavailable'
  }
  const type: RecognitionType = availability
    ? Object.assign(FakeRecognition, { available })
    : FakeRecognition
  return { type, created }
}

describe('recognition of speech', () => {
  it.each([
    ['available', true],
    ['downloadable', false],
    ['error', false],
    [undefined, false],
  ] as const)(
    'is offered only on the device and without a download: %s',
    async (state, offered) => {
      expect(await canRecognize('en-US', browserWith(state).type)).toBe(offered)
      expect(await canRecognize('tlh', browserWith(state).type)).toBe(false)
    },
  )

  it('is not offered by a browser without it', async () => {
    expect(await canRecognize('en-US')).toBe(false)
    await expect(recognizeSpeech(sound, 'en-US', () => undefined).ended).rejects.toThrow()
  })

  it('returns finished phrases of the sound, and never uses a server', async () => {
    const { type, created } = browserWith('available')
    const texts: string[] = []
    const { stop, ended } = recognizeSpeech(sound, 'en-US', (text) => texts.push(text), type)
    const [recognition] = created
    expect(recognition).toMatchObject({
      ...{ lang: 'en-US', continuous: true, processLocally: true, sound },
    })
    const result = (transcript: string, isFinal: boolean) => ({ isFinal, 0: { transcript } })
    const results = [result('the first boat ', true), result('leav', false)]
    recognition?.onresult?.({ resultIndex: 0, results })
    recognition?.onresult?.({
      resultIndex: 1,
      results: [result('the first boat ', true), result('leaves', true)],
    })
    expect(texts).toEqual(['the first boat', 'leaves'])
    stop()
    await expect(ended).resolves.toBeUndefined()
  })

  it('reports an error of the browser', async () => {
    const { type, created } = browserWith('available')
    const { ended } = recognizeSpeech(sound, 'en-US', () => undefined, type)
    created[0]?.onerror?.({ error: 'language-not-supported' })
    await expect(ended).rejects.toThrow('language-not-supported')
  })
})
