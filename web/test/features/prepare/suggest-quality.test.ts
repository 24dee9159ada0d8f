import { beforeEach, expect, it, vi } from 'vitest'
import { benchmark, CompressionError, probe } from '../../../src/media/media-client.ts'
import type { MediaInfo } from '../../../src/media/model/media-info.ts'
import {
  type QualityName,
  suggestQuality,
} from '../../../src/features/prepare/quality/suggest-quality.ts'
import { storeUploadSpeed } from '../../../src/platform/measured-speeds.ts'

vi.mock('../../../src/media/media-client.ts', async (original) => ({
  ...(await original<object>()),
  probe: vi.fn(),
  benchmark: vi.fn(),
}))

const video = {
  ...{ codec: 'avc', width: 1920, height: 1080, rotation: 0 as const, frameRate: 30 },
  ...{ bitrate: 17_000_000, isHdr: false, canDecode: true, hasAlpha: false },
}
const phone: MediaInfo = { duration: 60, video, isEdited: false, otherTracks: [], canEncode: true }

/** A file of 128 MB, without its bytes. */
function bigFile(): File {
  const file = new File(['x'], 'a.mp4', { type: 'video/mp4' })
  Object.defineProperty(file, 'size', { value: (17_000_000 * 60) / 8 })
  return file
}

const suggest = (file: File, preferred?: QualityName, isWanted = () => true) =>
  suggestQuality(file, { preferred, isWanted })

beforeEach(() => {
  vi.mocked(probe).mockReset().mockResolvedValue(phone)
  vi.mocked(benchmark).mockReset().mockResolvedValue({ megapixels: 1000 })
  storeUploadSpeed(200_000)
})

it('suggests the quality that is published soonest, after the benchmark', async () => {
  expect(await suggest(bigFile())).toEqual({ canCompress: true, choice: { quality: '1080p' } })
  vi.mocked(benchmark).mockResolvedValue({ megapixels: 1 })
  expect(await suggest(bigFile())).toEqual({ canCompress: true, choice: { quality: 'Original' } })
})

it('suggests the preferred quality without the benchmark, if the file becomes smaller', async () => {
  const { promise, resolve } = Promise.withResolvers<{ megapixels: number }>()
  vi.mocked(benchmark).mockReturnValue(promise)
  expect(await suggest(bigFile(), '480p')).toEqual({
    canCompress: true,
    choice: { quality: '480p' },
  })
  resolve({ megapixels: 1000 })
})

it('suggests the original if that is preferred, or if nothing else is possible', async () => {
  const original = { quality: 'Original' }
  const hdr = { ...phone, video: { ...video, isHdr: true } }
  vi.mocked(probe).mockResolvedValueOnce(hdr)
  expect(await suggest(bigFile(), '480p')).toEqual({ canCompress: false, choice: original })
  vi.mocked(probe).mockRejectedValueOnce(new CompressionError('unreadable', ''))
  expect(await suggest(bigFile())).toEqual({ canCompress: false, choice: original })
  vi.mocked(probe).mockRejectedValueOnce(new CompressionError('not-loaded', ''))
  expect(await suggest(bigFile())).toEqual({ canCompress: undefined, choice: original })
  expect(await suggest(bigFile(), 'Original')).toEqual({ canCompress: true, choice: original })
  const tiny = { ...phone, video: { ...video, width: 320, height: 180, bitrate: 100_000 } }
  vi.mocked(probe).mockResolvedValueOnce(tiny)
  const small = new File(['x'], 'a.mp4', { type: 'video/mp4' })
  expect(await suggest(small, '1080p')).toEqual({ canCompress: true, choice: original })
  // Its size is not known yet.
  expect(await suggest(small, 'Auto')).toEqual({ canCompress: true, choice: { quality: 'Auto' } })
})

it('inspects a file once for all callers, and not at all if none needs the result', async () => {
  const file = bigFile()
  await Promise.all([suggest(file), suggest(file), suggest(file, '720p')])
  expect([probe, benchmark].map((call) => vi.mocked(call).mock.calls.length)).toEqual([1, 1])
  const other = bigFile()
  expect((await suggest(other, undefined, () => false)).canCompress).toBeUndefined()
  expect(probe).toHaveBeenCalledTimes(1)
  expect((await suggest(other)).canCompress).toBe(true)
})
