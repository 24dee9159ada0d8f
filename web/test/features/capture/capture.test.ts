import { describe, expect, it } from 'vitest'
import { createCapture } from '../../../src/features/capture/capture.ts'
import type { CaptureSource } from '../../../src/features/capture/adapters/devices.ts'
import type { RecorderListener } from '../../../src/features/capture/adapters/media-recorder.ts'
import { CaptureError } from '../../../src/features/capture/model/capture-failure.ts'
import type { Mode } from '../../../src/features/capture/model/kind.ts'
import { StorageError } from '../../../src/platform/storage-error.ts'

type Listener = Parameters<CaptureSource['listen']>[0]

/** A capture with simulated devices, recorder and clock. */
function simulate(mode: Mode = 'camera', { free = 1e12, isSecure = true } = {}) {
  const log: string[] = []
  const files = new Set<string>()
  const locked = new Set<string>()
  let openError: Error | undefined
  let finishError: Error | undefined
  let recorderError: Error | undefined
  let starting = Promise.resolve()
  let opening = Promise.resolve()
  let device: Listener | undefined
  let recorder: RecorderListener | undefined
  let time = 0
  let sleepers: { until: number; wake: () => void }[] = []
  const capture = createCapture(
    mode,
    {
      isSecure,
      openSource: async (_, choice) => {
        log.push(`open ${choice.camera ?? 'any'}`)
        await opening
        if (openError) throw openError
        return {
          stream: {} as MediaStream,
          video: { width: 1280, height: 720, frameRate: 30 },
          listen: (listener) => (device = listener),
          close: () => log.push('close'),
        }
      },
      devices: async () => ({ cameras: [{ deviceId: 'a', label: 'A' }], microphones: [] }),
      startRecorder: async (_, { directory }, listener) => {
        log.push('record')
        files.add(directory)
        await starting
        if (recorderError) throw recorderError
        recorder = listener
        return {
          pause: () => void log.push('pause'),
          resume: () => void log.push('resume'),
          stop: async () => void log.push('stop'),
        }
      },
      finish: async (directory, title, onProgress) => {
        log.push(`finish ${directory} as ${title}`)
        onProgress(0.5)
        if (finishError) throw finishError
        return 12
      },
      finished: async (directory) => ({ file: new File(['x'], 'x.mp4'), recording: directory }),
      remove: async (directory) => void files.delete(directory),
      claim: async (directory) => {
        if (locked.has(directory)) return undefined
        locked.add(directory)
        return () => locked.delete(directory)
      },
      storage: async () => ({ free, isPersisted: true }),
      now: () => time,
      today: () => 1000 + time,
      wait: (ms) => new Promise((wake) => sleepers.push({ until: time + ms, wake })),
    },
    { maxFileBytes: () => Infinity, titleOf: ({ startedAt }) => `Title ${startedAt}` },
  )
  const settle = () => new Promise((resolve) => setTimeout(resolve))
  return {
    capture,
    log,
    files,
    locked,
    settle,
    stage: () => capture.recording.value.stage,
    device: () => device as Listener,
    recorder: () => recorder as RecorderListener,
    failOpening: (error?: Error) => (openError = error),
    failFinishing: (error?: Error) => (finishError = error),
    failRecorder: (error: Error) => (recorderError = error),
    delayRecorder: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      starting = promise
      return resolve
    },
    delayOpening: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      opening = promise
      return resolve
    },
    /** Advances the clock and resolves the waits that end. */
    pass: async (ms: number) => {
      time += ms
      const woken = sleepers.filter(({ until }) => until <= time)
      sleepers = sleepers.filter(({ until }) => until > time)
      for (const { wake } of woken) wake()
      await settle()
    },
  }
}

/** A capture with open devices and without a countdown. */
async function opened(mode: Mode = 'camera', options = {}) {
  const all = simulate(mode, options)
  all.capture.hasCountdown.value = false
  await all.capture.open()
  return all
}

async function recording(mode: Mode = 'camera', options = {}) {
  const all = await opened(mode, options)
  await all.capture.record()
  return all
}

const named = (name: string) => new DOMException('', name)

describe('opening', () => {
  it('shows the preview, the devices to choose from, and the maximum duration', async () => {
    const { capture, stage } = simulate()
    await capture.open()
    expect(stage()).toBe('ready')
    expect(capture.cameras.value).toHaveLength(1)
    expect(capture.limit.value?.seconds).toBe(7200)
  })

  it('reports why it failed, and can be retried', async () => {
    const { capture, stage, failOpening } = simulate()
    failOpening(named('NotAllowedError'))
    await capture.open()
    expect(capture.recording.value).toEqual({ stage: 'refused', failure: 'denied' })
    failOpening()
    await capture.open()
    expect(stage()).toBe('ready')
  })

  it('requests no device on an insecure page', async () => {
    const { capture, log } = simulate('camera', { isSecure: false })
    await capture.open()
    expect(capture.recording.value).toEqual({ stage: 'refused', failure: 'insecure' })
    expect(log).toEqual([])
  })

  it('closes the camera if there is not enough space to record', async () => {
    const { capture, log } = simulate('camera', { free: 1e6 })
    await capture.open()
    expect(capture.recording.value).toEqual({ stage: 'refused', failure: 'no-space' })
    expect(log).toEqual(['open any', 'close'])
  })

  it('closes the first camera when another one is chosen', async () => {
    const { capture, log, stage } = simulate()
    await capture.open()
    await capture.choose({ camera: 'b' })
    expect(log).toEqual(['open any', 'close', 'open b'])
    expect(stage()).toBe('ready')
  })

  it('closes devices that open after it was canceled', async () => {
    const { capture, log, stage, delayOpening } = simulate()
    const answer = delayOpening()
    const opening = capture.open()
    await capture.leave()
    answer()
    await opening
    expect(log).toEqual(['open any', 'close'])
    expect(stage()).toBe('closed')
  })

  it('reports an unplugged camera, and closes when the screen is no longer shared', async () => {
    const camera = simulate()
    await camera.capture.open()
    camera.device().ended()
    expect(camera.capture.recording.value).toEqual({ stage: 'refused', failure: 'unplugged' })
    const screen = simulate('screen')
    await screen.capture.open()
    screen.device().ended()
    expect(screen.stage()).toBe('closed')
  })
})

describe('switching the source', () => {
  it('closes the open devices; only the camera is opened at once', async () => {
    const { capture, log, stage } = simulate()
    await capture.open()
    await capture.switchMode('both')
    expect(stage()).toBe('closed')
    expect(log).toEqual(['open any', 'close'])
    await capture.open()
    await capture.switchMode('camera')
    expect(stage()).toBe('ready')
    expect(log).toEqual(['open any', 'close', 'open any', 'close', 'open any'])
  })

  it('closes devices that open after another source was chosen', async () => {
    const { capture, log, stage, delayOpening } = simulate()
    const answer = delayOpening()
    const opening = capture.open()
    await capture.switchMode('screen')
    answer()
    await opening
    expect(log).toEqual(['open any', 'close'])
    expect(stage()).toBe('closed')
  })

  it('is not possible while a recording exists', async () => {
    const { capture, stage } = await recording()
    await capture.switchMode('screen')
    expect(stage()).toBe('recording')
    await capture.stop()
    await capture.switchMode('screen')
    expect([capture.mode.value, stage()]).toEqual(['camera', 'review'])
  })

  it('stores a screen with the camera as a recording of a screen', async () => {
    const { files } = await recording('both')
    expect([...files]).toEqual([expect.stringMatching(/^screen-\d+$/)])
  })
})

describe('countdown', () => {
  it('takes three seconds, and can be canceled', async () => {
    const { capture, stage, pass, log } = simulate()
    await capture.open()
    void capture.record()
    await pass(1000)
    expect(capture.recording.value).toEqual({ stage: 'counting', remaining: 2 })
    capture.cancelCountdown()
    await pass(1000)
    expect(stage()).toBe('ready')
    void capture.record()
    for (let left = 3; left > 0; left--) await pass(1000)
    expect(stage()).toBe('recording')
    expect(log.filter((entry) => entry === 'record')).toHaveLength(1)
  })
})

describe('the start of a recording', () => {
  it('is refused while another tab has the recording', async () => {
    const { capture, locked, log } = await opened()
    locked.add('camera-1000')
    await capture.record()
    expect(capture.recording.value).toEqual({ stage: 'refused', failure: 'unexpected' })
    expect(log).not.toContain('record')
    expect([...locked]).toEqual(['camera-1000'])
  })

  it('unlocks the recording and closes the devices when the recorder fails', async () => {
    const { capture, locked, log, failRecorder } = await opened()
    failRecorder(new CaptureError('no-space'))
    await capture.record()
    expect(capture.recording.value).toEqual({ stage: 'refused', failure: 'no-space' })
    expect([...locked]).toEqual([])
    expect(log).toContain('close')
  })

  it('deletes the recording if its creator leaves before the recorder runs', async () => {
    const { capture, files, locked, log, stage, settle, delayRecorder } = await opened()
    const run = delayRecorder()
    const started = capture.record()
    await settle()
    await capture.leave()
    run()
    await started
    expect(log).toEqual(['open any', 'record', 'close', 'stop'])
    expect([...files, ...locked]).toEqual([])
    expect(stage()).toBe('closed')
  })
})

describe('recording', () => {
  it('closes the devices and makes a file with its title when it is stopped', async () => {
    const { capture, log, pass } = await recording()
    await pass(2000)
    capture.pause()
    await pass(60_000)
    capture.resume()
    await pass(1000)
    expect(capture.seconds.value).toBe(3)
    await capture.stop()
    expect(capture.recording.value).toEqual({ stage: 'review', reason: 'requested', duration: 12 })
    expect(capture.result.value?.recording).toBe('camera-1000')
    expect(log.slice(1)).toEqual([
      'record',
      'pause',
      'resume',
      'stop',
      'close',
      'finish camera-1000 as Title 1000',
    ])
  })

  it.each([
    ['the maximum duration', 'max-duration', (all) => all.pass(7200 * 1000)],
    ['the maximum size', 'no-space', async (all) => all.recorder().written(1e12)],
    ['a full disk', 'no-space', async (all) => all.recorder().failed(new CaptureError('no-space'))],
    [
      'a recorder that failed',
      'ended',
      async (all) => all.recorder().failed(named('InvalidModificationError')),
    ],
    ['a camera that was unplugged', 'ended', async (all) => all.device().ended()],
  ] as const satisfies [
    string,
    string,
    (all: Awaited<ReturnType<typeof recording>>) => Promise<unknown>,
  ][])('ends automatically with %s, and makes a file', async (_, reason, happen) => {
    const all = await recording()
    await happen(all)
    await all.settle()
    expect(all.capture.recording.value).toMatchObject({ stage: 'review', reason })
  })

  it('pauses while the device sends no picture', async () => {
    const { capture, device } = await recording()
    device().interrupted()
    expect(capture.recording.value).toMatchObject({ stage: 'paused', interrupted: true })
  })

  it('continues without a microphone that was unplugged, and reports it', async () => {
    const { capture, device, stage } = await recording()
    device().silenced()
    expect(stage()).toBe('recording')
    expect(capture.isSilenced.value).toBe(true)
  })
})

describe('a stopped recording', () => {
  it('stays in storage when making the file fails, and a retry makes the file', async () => {
    const { capture, files, failFinishing } = await recording()
    failFinishing(new StorageError(named('QuotaExceededError')))
    await capture.stop()
    expect(capture.recording.value).toMatchObject({ stage: 'unfinished', failure: 'no-space' })
    expect([...files]).toEqual(['camera-1000'])
    failFinishing()
    await capture.finish()
    expect(capture.recording.value).toMatchObject({ stage: 'review' })
  })

  it('that is empty was too short, or the recorder does not work', async () => {
    const unreadable = Object.assign(named('CompressionError'), { failure: 'unreadable' })
    for (const [seconds, failure] of [
      [1, 'nothing-recorded'],
      [4, 'recorder-failed'],
    ] as const) {
      const { capture, failFinishing, pass } = await recording()
      failFinishing(unreadable)
      await pass(seconds * 1000)
      await capture.stop()
      expect(capture.recording.value).toMatchObject({ stage: 'unfinished', failure })
    }
  })

  it('is deleted by a retake', async () => {
    const { capture, files, locked, stage } = await recording()
    await capture.stop()
    await capture.retake()
    expect([...files, ...locked]).toEqual([])
    expect(stage()).toBe('ready')
  })

  it('stays in storage, unlocked, when its creator leaves', async () => {
    const { capture, files, locked, log } = await recording()
    await capture.leave()
    expect([...files]).toEqual(['camera-1000'])
    expect([...locked]).toEqual([])
    expect(log).toContain('close')
    expect(log).toContain('finish camera-1000 as Title 1000')
  })
})
