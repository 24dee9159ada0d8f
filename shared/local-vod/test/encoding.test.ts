import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publish } from './api-client.ts'
import { startReceiver } from './callback-receiver.ts'
import { temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

const run = promisify(execFile)
const isInstalled = (program: string) => spawnSync(program, ['-version']).status === 0
const hasFfmpeg = isInstalled('ffmpeg') && isInstalled('ffprobe')
const signed = { procedure: 'LongVideoPreset', sourceContext: 'up1.mac' }

interface ProcedureStateChanged {
  ProcedureStateChangeEvent: {
    MediaProcessResultSet: {
      AdaptiveDynamicStreamingTask?: { Status: string; Output?: { Url: string } }
      CoverBySnapshotTask?: { Status: string; Output: { CoverUrl: string } }
    }[]
  }
}

/** Publishes a file in a region that encodes, and returns the results of its task flow. */
async function publishAndEncode(file: Buffer) {
  const receiver = await startReceiver()
  const region = await temporaryRegion({ notificationUrl: receiver.url, encode: true })
  await publish(region.origin, file, signed)
  const event = (await receiver.callback(
    'ProcedureStateChanged',
  )) as unknown as ProcedureStateChanged
  const results = event.ProcedureStateChangeEvent.MediaProcessResultSet
  return {
    stream: results.find((result) => result.AdaptiveDynamicStreamingTask)
      ?.AdaptiveDynamicStreamingTask,
    cover: results.find((result) => result.CoverBySnapshotTask)?.CoverBySnapshotTask,
  }
}

// Without ffmpeg, regions use the stored sample stream.
if (!hasFfmpeg) console.log('Encoding is not tested: there is no ffmpeg on this machine.')

describe.skipIf(!hasFfmpeg)('a region that encodes', () => {
  let directory = ''

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'local-vod-encoding-'))
  })

  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  const clip = (size: string, ...sound: string[]) => {
    const path = join(directory, `${size}.mp4`)
    const video = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=10:d=3`]
    const { status, stderr } = spawnSync(
      'ffmpeg',
      [...video, ...sound, '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-shortest', path],
      { encoding: 'utf8' },
    )
    expect(status, stderr).toBe(0)
    return readFileSync(path)
  }

  const lines = async (url: string) =>
    (await (await fetch(url)).text()).split('\n').map((line) => line.trim())

  test.each([
    [
      'a wide video with sound',
      '1280x720',
      ['-f', 'lavfi', '-i', 'sine=d=3', '-c:a', 'aac'],
      ['854x480', '1280x720'],
    ],
    ['a tall video without sound', '270x480', [], ['270x480']],
  ])(
    'encodes %s to renditions with two-second segments, 480p first',
    async (_, size, sound, ladder) => {
      const { stream, cover } = await publishAndEncode(clip(size, ...sound))
      expect(stream?.Status).toBe('SUCCESS')
      const master = stream?.Output?.Url ?? ''
      const playlist = await lines(master)
      expect(playlist.flatMap((line) => /RESOLUTION=(\d+x\d+)/.exec(line)?.[1] ?? [])).toEqual(
        ladder,
      )
      for (const rung of playlist.filter((line) => /^[^#]/.test(line))) {
        const address = new URL(rung, master)
        const entries = await lines(address.href)
        expect(entries.filter((line) => line.startsWith('#EXTINF'))[0]).toMatch(/^#EXTINF:2\.0/)
        for (const segment of entries.filter((line) => /^[^#]/.test(line)))
          expect((await fetch(new URL(segment, address))).status).toBe(200)
      }
      // `spawnSync` would block this process, which answers the requests of ffprobe.
      const { stdout } = await run('ffprobe', [
        ...['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', master],
      ])
      expect(Math.round(Number(stdout))).toBe(3)
      const picture = await fetch(cover?.Output.CoverUrl ?? '')
      expect(picture.headers.get('content-type')).toBe('image/jpeg')
      expect(
        Buffer.from(await picture.arrayBuffer())
          .subarray(0, 2)
          .toString('hex'),
      ).toBe('ffd8')
    },
    60_000,
  )

  test('reports that encoding failed, and still has a cover', async () => {
    // Its sample tables are valid, but it contains no frames.
    const { stream, cover } = await publishAndEncode(tinyMp4())
    expect(stream?.Status).toBe('FAIL')
    expect(cover?.Status).toBe('SUCCESS')
  })
})
