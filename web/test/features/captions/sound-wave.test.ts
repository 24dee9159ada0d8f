import { type DOMWrapper, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import type { Recognition } from '../../../src/features/captions/adapters/speech-recognition.ts'
import type { Cue } from '../../../src/features/captions/model/cue.ts'
import SoundWave from '../../../src/features/captions/ui/SoundWave.vue'
import { loadCaptionsTexts } from '../../../src/i18n/chunks/captions.ts'
import { loadLocale } from '../../../src/i18n/index.ts'

beforeAll(async () => {
  await loadLocale('en')
  await loadCaptionsTexts()
})

/** A tone from the second 1 to 2 and from 4 to 6, in silence. */
const samplesAt = (rate: number) =>
  Float32Array.from({ length: 8 * rate }, (_, index) => {
    const time = index / rate
    const isLoud = (time >= 1 && time < 2) || (time >= 4 && time < 6)
    return isLoud ? Math.sin(2 * Math.PI * 200 * time) * 0.3 : 0
  })

class DecodingContext {
  rate: number
  constructor(_channels: number, _length: number, rate: number) {
    this.rate = rate
  }
  async decodeAudioData() {
    const samples = samplesAt(this.rate)
    return { length: samples.length, numberOfChannels: 1, getChannelData: () => samples }
  }
}

/** Seconds that the sound has played. */
let position = 0
let sources: { connect(): void; start(): void; onended?: () => void }[] = []

class PlayingContext {
  get currentTime() {
    return position
  }
  createBuffer = () => ({ copyToChannel: () => undefined })
  createBufferSource() {
    const source: (typeof sources)[number] = { connect: () => undefined, start: () => undefined }
    sources.push(source)
    return source
  }
  createMediaStreamDestination = () => ({ stream: { getAudioTracks: () => [{ stop: vi.fn() }] } })
  close = async () => undefined
}

let recognitions: StandIn[] = []

/** A browser’s recognition on the device. */
class StandIn implements Recognition {
  static available = async ({ langs }: { langs: string[] }) =>
    langs[0] === 'en' ? 'available' : 'unavailable'
  lang = ''
  continuous = false
  interimResults = true
  processLocally = false
  onresult: Recognition['onresult'] = null
  onend: Recognition['onend'] = null
  onerror: Recognition['onerror'] = null
  constructor() {
    recognitions.push(this)
  }
  start = vi.fn()
  stop = vi.fn(() => this.onend?.())
  says(...texts: string[]) {
    const results = texts.map((transcript) => ({ isFinal: true, 0: { transcript } }))
    this.onresult?.({ resultIndex: 0, results })
  }
}

beforeEach(() => {
  position = 0
  sources = []
  recognitions = []
  vi.stubGlobal('OfflineAudioContext', DecodingContext)
  vi.stubGlobal('AudioContext', PlayingContext)
  vi.stubGlobal('SpeechRecognition', StandIn)
})

let mounted: VueWrapper | undefined
afterEach(() => {
  mounted?.unmount()
  vi.unstubAllGlobals()
})

/** Shows the waveform of an editor with these cues, and records the steps of its changes. */
async function show(language: string, initial: readonly Cue[] = []) {
  const cues = ref<readonly Cue[]>(initial)
  const steps: (string | undefined)[] = []
  const sought: number[] = []
  const editor = mount(
    defineComponent(
      () => () =>
        h(SoundWave, {
          ...{ cues: cues.value, language, time: 2000, duration: 8 },
          loadSound: async () => new Blob(['sound']),
          onDetect: (next: readonly Cue[], step?: string) => {
            cues.value = next
            steps.push(step)
          },
          onSeek: (ms: number) => sought.push(ms),
        }),
    ),
    { attachTo: document.body },
  )
  mounted = editor
  await flushPromises()
  const button = (name: string) =>
    editor.findAll('button').find((item) => item.text() === name) as DOMWrapper<HTMLButtonElement>
  return { editor, cues, steps, sought, button }
}

describe('the waveform', () => {
  it('is painted with the cues, and a click goes to its time', async () => {
    const painted: number[][] = []
    const context = { scale: vi.fn(), fillRect: (...box: number[]) => painted.push(box) }
    const getContext = vi
      .spyOn(HTMLCanvasElement.prototype, 'getContext')
      .mockReturnValue(context as unknown as null)
    const width = vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(400)
    const height = vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(100)
    const { editor, sought } = await show('en', [{ start: 1000, end: 2000, text: 'a' }])
    // 20 seconds are 400 pixels wide.
    expect(painted[0]).toEqual([20, 0, 19, 100])
    const heightAt = (x: number) => painted.find(([left, , wide]) => left === x && wide === 1)?.[3]
    expect(heightAt(10)).toBe(1)
    expect(heightAt(30)).toBeCloseTo(30, 0)
    expect(painted.at(-1)).toEqual([40, 0, 2, 100])
    const click = new MouseEvent('pointerdown')
    Object.defineProperty(click, 'offsetX', { value: 100 })
    editor.get('canvas').element.dispatchEvent(click)
    expect(sought).toEqual([5000])
    for (const spy of [getContext, width, height]) spy.mockRestore()
  })

  it('adds empty cues at speech, in one step', async () => {
    const { cues, button } = await show('en')
    await button('Add cues where someone speaks').trigger('click')
    expect(cues.value).toHaveLength(2)
    for (const [index, [start, end]] of [
      [1000, 2000],
      [4000, 6000],
    ].entries()) {
      const cue = cues.value[index]
      expect(cue?.text).toBe('')
      expect(Math.abs((cue?.start ?? 0) - (start ?? 0))).toBeLessThanOrEqual(150)
      expect(Math.abs((cue?.end ?? 0) - (end ?? 0))).toBeLessThanOrEqual(150)
    }
  })

  it('is absent for a sound that cannot be read', async () => {
    vi.stubGlobal('OfflineAudioContext', undefined)
    const { editor } = await show('en')
    expect(editor.text()).toBe('No waveform for this video.')
    expect(editor.find('button').exists()).toBe(false)
  })
})

describe('the recognition of speech', () => {
  it.each([
    ['the language', 'tlh', StandIn],
    ['recognition on the device', 'en', Object.assign(() => undefined, {})],
    ['recognition', 'en', undefined],
  ])('is not offered by a browser without %s', async (_, language, type) => {
    vi.stubGlobal('SpeechRecognition', type)
    const { button } = await show(language)
    expect(button('Add cues where someone speaks')).toBeDefined()
    expect(button('Recognize speech')).toBeUndefined()
  })

  it('writes cues at the times of the speech, all in one step of the history', async () => {
    const { cues, steps, button, editor } = await show('en')
    await button('Recognize speech').trigger('click')
    await flushPromises()
    expect(recognitions[0]).toMatchObject({ lang: 'en', processLocally: true })
    expect(editor.get('[role=status]').text()).toContain('on this device')
    position = 2.9
    recognitions[0]?.says('the first boat')
    position = 6.8
    recognitions[0]?.says('leaves early')
    sources[0]?.onended?.()
    await flushPromises()
    expect(cues.value.map(({ text }) => text)).toEqual(['the first boat', 'leaves early'])
    expect(Math.abs((cues.value[1]?.start ?? 0) - 4000)).toBeLessThanOrEqual(150)
    expect(new Set(steps).size).toBe(1)
    expect(steps[0]).toBeTruthy()
    expect(button('Recognize speech')).toBeDefined()
  })

  it('keeps all phrases that arrive at once', async () => {
    const { cues, button } = await show('en')
    await button('Recognize speech').trigger('click')
    await flushPromises()
    position = 3
    recognitions[0]?.says('the first boat')
    position = 7
    recognitions[0]?.says('leaves early')
    expect(cues.value).toHaveLength(2)
  })

  it('stops on request, and then ignores what the browser still reports', async () => {
    const { cues, button } = await show('en')
    await button('Recognize speech').trigger('click')
    await flushPromises()
    position = 3
    recognitions[0]?.says('the first boat')
    await flushPromises()
    await button('Stop').trigger('click')
    await flushPromises()
    expect(recognitions[0]?.stop).toHaveBeenCalledOnce()
    position = 7
    recognitions[0]?.says('too late')
    expect(cues.value.map(({ text }) => text)).toEqual(['the first boat'])
    expect(button('Recognize speech')).toBeDefined()
    expect(recognitions).toHaveLength(1)
  })

  it('continues after a pause at which the browser ends it', async () => {
    const { button } = await show('en')
    await button('Recognize speech').trigger('click')
    await flushPromises()
    position = 3
    recognitions[0]?.onend?.()
    await flushPromises()
    expect(recognitions).toHaveLength(2)
    expect(button('Stop')).toBeDefined()
  })

  it('reports a browser that cannot do it, and can be tried again', async () => {
    const { editor, button } = await show('en')
    await button('Recognize speech').trigger('click')
    await flushPromises()
    recognitions[0]?.onerror?.({ error: 'language-not-supported' })
    await flushPromises()
    expect(editor.get('[role=status]').text()).toBe('Your browser couldn’t recognize the speech.')
    expect(button('Recognize speech')).toBeDefined()
    await button('Recognize speech').trigger('click')
    await flushPromises()
    // A browser that ends at once, without an error.
    recognitions[1]?.onend?.()
    await flushPromises()
    expect(editor.get('[role=status]').text()).toBe('Your browser couldn’t recognize the speech.')
  })

  it('ends when the editor is closed', async () => {
    const { editor, button } = await show('en')
    await button('Recognize speech').trigger('click')
    await flushPromises()
    editor.unmount()
    mounted = undefined
    expect(recognitions[0]?.stop).toHaveBeenCalledOnce()
  })
})
