import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  chooseRemote,
  type RemoteKind,
  watchRemote,
} from '../../../src/features/watch/adapters/remote-playback.ts'

let abort = new AbortController()
afterEach(() => {
  abort.abort()
  abort = new AbortController()
})

/** Watches a video with these members, and returns what was reported. */
function watched(members: object) {
  const video = document.createElement('video')
  for (const [name, value] of Object.entries(members)) Object.defineProperty(video, name, { value })
  const kinds: (RemoteKind | undefined)[] = []
  watchRemote(video, (kind) => kinds.push(kind), abort.signal)
  return { video, kinds }
}

/** The Remote Playback API of a browser. `find` reports whether there is a device. */
function remotePlayback() {
  let find: (isAvailable: boolean) => void = () => undefined
  const remote = {
    watchAvailability: vi.fn(async (callback: (isAvailable: boolean) => void) => {
      find = callback
      return 7
    }),
    cancelWatchAvailability: vi.fn(async () => undefined),
    prompt: vi.fn(async () => undefined),
  }
  return { remote, find: (isAvailable: boolean) => find(isAvailable) }
}

describe('another device', () => {
  it('is offered by AirPlay while Safari finds one', async () => {
    const webkitShowPlaybackTargetPicker = vi.fn()
    const { video, kinds } = watched({ webkitShowPlaybackTargetPicker })
    for (const availability of ['available', 'not-available']) {
      const event = new Event('webkitplaybacktargetavailabilitychanged')
      video.dispatchEvent(Object.assign(event, { availability }))
    }
    expect(kinds).toEqual(['airplay', undefined])
    await chooseRemote(video)
    expect(webkitShowPlaybackTargetPicker).toHaveBeenCalledOnce()
  })

  it('is offered for casting while the browser finds one, until the controls are removed', async () => {
    const { remote, find } = remotePlayback()
    const { video, kinds } = watched({ remote })
    await Promise.resolve()
    find(true)
    find(false)
    expect(kinds).toEqual(['cast', undefined])
    await chooseRemote(video)
    expect(remote.prompt).toHaveBeenCalledOnce()
    abort.abort()
    find(true)
    expect(kinds).toHaveLength(2)
    expect(remote.cancelWatchAvailability).toHaveBeenCalledWith(7)
  })

  it('is not offered on a device that cannot look for one', async () => {
    const watchAvailability = () => Promise.reject(new DOMException('', 'NotSupportedError'))
    expect(watched({ remote: { watchAvailability } }).kinds).toEqual([])
    await Promise.resolve()
  })

  it('may be refused by the viewer, who closes the list', async () => {
    const { remote } = remotePlayback()
    remote.prompt.mockRejectedValue(new DOMException('', 'NotAllowedError'))
    await expect(chooseRemote(watched({ remote }).video)).resolves.toBeUndefined()
  })
})
