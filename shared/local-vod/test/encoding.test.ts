import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publish } from './api-client.ts'
import { startReceiver } from './callback-receiver.ts'
import { temporaryDirectory, temporaryRegion } from './temporary-region.ts'
import { tinyMp4 } from './tiny-mp4.ts'

const run = promisify(execFile)
const isInstalled = (program: string) => spawnSync(program, ['-version']).status === 0
const hasFfmpeg = isInstalled('ffmpeg') && isInstalled('ffprobe')
const signed = { procedure: 'LongVideoPreset', sourceContext: 'up1.mac' }

interface ProcedureStateChanged {
  ProcedureStateChangeEvent: {
    MediaProcessResultSet: {
      TranscodeTask?: { Status: string; Output?: { Url: string } }
      AdaptiveDynamicStreamingTask?: { Status: string; Output?: { Url: string } }
      CoverBySnapshotTask?: { Status: string; Output: { CoverUrl: string } }
      ImageSpriteTask?: { Status: string; Output: Sprites }
    }[]
  }
}

interface Sprites {
  Width: number
  Height: number
  TotalCount: number
  ImageUrlSet: string[]
  WebVttUrl: string
}

/** Publishes a file in a region that encodes, and returns the results of its task flow. */
async function publishAndEncode(file: Buffer) {
  const receiver = await startReceiver()
  const region = await temporaryRegion({ notificationUrl: receiver.url, encode: true })
  await publish(region.origin, file, signed)
  const { FileUploadEvent } = await receiver.callback('NewFileUpload')
  const event = (await receiver.callback(
    'ProcedureStateChanged',
  )) as unknown as ProcedureStateChanged
  const results = event.ProcedureStateChangeEvent.MediaProcessResultSet
  return {
    uploaded: FileUploadEvent,
    transcode: results.find((result) => result.TranscodeTask)?.TranscodeTask,
    stream: results.find((result) => result.AdaptiveDynamicStreamingTask)
      ?.AdaptiveDynamicStreamingTask,
    sprites: results.find((result) => result.ImageSpriteTask)?.ImageSpriteTask,
    cover: results.find((result) => result.CoverBySnapshotTask)?.CoverBySnapshotTask,
  }
}

/** Names of the programs that this process has started and that still run. */
const childPrograms = () =>
  spawnSync('ps', ['-o', 'comm=', '--ppid', String(process.pid)], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((name) => name.startsWith('ff'))

// Without ffmpeg, regions use the stored sample stream.
if (!hasFfmpeg) console.log('Encoding is not tested: there is no ffmpeg on this machine.')

describe.skipIf(!hasFfmpeg)('a region that encodes', () => {
  let directory = ''

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'local-vod-encoding-'))
  })

  afterAll(() => rmSync(directory, { recursive: true, force: true }))

  const makeClip = (name: string, parameters: string[]) => {
    const path = join(directory, name)
    const { status, stderr } = spawnSync(
      'ffmpeg',
      ['-y', ...parameters, '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-shortest', path],
      { encoding: 'utf8' },
    )
    expect(status, stderr).toBe(0)
    return readFileSync(path)
  }

  const clip = (size: string, ...sound: string[]) =>
    makeClip(`${size}.mp4`, ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=10:d=3`, ...sound])

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
      const { stream, cover, transcode } = await publishAndEncode(clip(size, ...sound))
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
      const [width, height] = (ladder[0] ?? '').split('x').map(Number)
      expect(transcode).toMatchObject({
        Status: 'SUCCESS',
        Output: { Width: width, Height: height, Container: expect.stringContaining('mp4') },
      })
      const file = await fetch(transcode?.Output?.Url ?? '')
      expect(transcode?.Output).toMatchObject({ Size: Number(file.headers.get('content-length')) })
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

  test('reports the metadata of a WebM file', async () => {
    const file = makeClip('clip.webm', [
      ...['-f', 'lavfi', '-i', 'testsrc2=s=160x90:r=10:d=3', '-f', 'lavfi', '-i', 'sine=d=3'],
      ...['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus', '-ar', '48000'],
    ])
    const { uploaded } = await publishAndEncode(file)
    expect(uploaded).toMatchObject({
      MetaData: {
        Size: file.length,
        Container: 'matroska,webm',
        Width: 160,
        Height: 90,
        VideoStreamSet: [{ Codec: 'vp8', Fps: 10, Width: 160, Height: 90 }],
        AudioStreamSet: [{ Codec: 'opus', SamplingRate: 48_000 }],
      },
    })
    const { Duration } = (uploaded as { MetaData: { Duration: number } }).MetaData
    expect(Duration).toBeCloseTo(3, 1)
  })

  test('takes the snapshot after a black start', async () => {
    const { cover } = await publishAndEncode(
      makeClip('fade.mp4', [
        ...['-f', 'lavfi', '-i', 'color=white:s=320x180:r=10:d=10'],
        ...['-vf', 'drawbox=color=black:t=fill:enable=lt(t\\,0.5)'],
      ]),
    )
    const picture = join(directory, 'snapshot.jpg')
    const response = await fetch(cover?.Output.CoverUrl ?? '')
    writeFileSync(picture, Buffer.from(await response.arrayBuffer()))
    const { stdout } = spawnSync('ffmpeg', [
      ...['-v', 'error', '-i', picture, '-vf', 'scale=1:1'],
      ...['-f', 'rawvideo', '-pix_fmt', 'gray', '-'],
    ])
    expect(stdout[0]).toBeGreaterThan(200)
  })

  test('makes sprites: a tile every two seconds, with the times of the tiles', async () => {
    const colors = ['red', 'lime', 'blue'].flatMap((color) => [
      ...['-f', 'lavfi', '-i', `color=${color}:s=320x180:r=10:d=2`],
    ])
    const parameters = [...colors, '-filter_complex', '[0][1][2]concat=n=3[v]', '-map', '[v]']
    const { sprites } = await publishAndEncode(makeClip('colors.mp4', parameters))
    expect(sprites).toMatchObject({ Status: 'SUCCESS', Output: { Width: 142, Height: 80 } })
    const { ImageUrlSet, TotalCount, WebVttUrl } = sprites?.Output ?? expect.unreachable()
    expect([ImageUrlSet.length, TotalCount]).toEqual([1, 3])
    const times = await fetch(WebVttUrl)
    expect(times.headers.get('content-type')).toBe('text/vtt')
    expect(await times.text()).toContain(
      '00:00:04.000 --> 00:00:06.000\nsprite_001.jpg#xywh=284,0,142,80\n',
    )
    const image = join(directory, 'sprite.jpg')
    writeFileSync(image, Buffer.from(await (await fetch(ImageUrlSet[0] ?? '')).arrayBuffer()))
    const pixel = (x: number) =>
      [
        ...spawnSync('ffmpeg', [
          ...['-v', 'error', '-i', image, '-vf', `crop=2:2:${x}:40`],
          ...['-frames:v', '1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
        ]).stdout.subarray(0, 3),
      ].map((value) => value > 128)
    expect([71, 213, 355, 497].map(pixel)).toEqual([
      [true, false, false],
      [false, true, false],
      [false, false, true],
      [false, false, false],
    ])
  })

  test('ends ffmpeg when it is closed, and encodes the video after a restart', async () => {
    const directory = await temporaryDirectory()
    const receiver = await startReceiver()
    const options = { directory, notificationUrl: receiver.url, encode: true }
    const before = await temporaryRegion(options)
    const content = makeClip('long.mp4', ['-f', 'lavfi', '-i', 'testsrc2=s=640x480:r=30:d=40'])
    await publish(before.origin, content, signed)
    await expect.poll(childPrograms, { interval: 10, timeout: 20_000 }).toEqual(['ffmpeg'])
    await before.close()
    expect(childPrograms()).toEqual([])
    expect(receiver.callbacks.map(({ EventType }) => EventType)).toEqual(['NewFileUpload'])
    await temporaryRegion(options)
    expect(await receiver.callback('ProcedureStateChanged')).toMatchObject({
      ProcedureStateChangeEvent: {
        MediaProcessResultSet: [
          { Type: 'Transcode' },
          { AdaptiveDynamicStreamingTask: { Status: 'SUCCESS' } },
          { CoverBySnapshotTask: { Status: 'SUCCESS' } },
          { Type: 'ImageSprites', ImageSpriteTask: { Status: 'SUCCESS' } },
        ],
      },
    })
  }, 60_000)

  test('reports that encoding failed, and still has a cover', async () => {
    // Its sample tables are valid, but it contains no frames.
    const { stream, cover } = await publishAndEncode(tinyMp4())
    expect(stream?.Status).toBe('FAIL')
    expect(cover?.Status).toBe('SUCCESS')
  })
})
