/** Kinds of files whose results were wrong: the results are compared by position, time and name. */
import { readFile } from 'node:fs/promises'
import { expect, type Page } from '@playwright/test'
import { describeMp4, media, probe, test } from './compression-page.ts'
import type { CompressionPage, Probed } from './media-page.ts'

/** Global of the media page. */
declare const compression: CompressionPage

/** The centres of the four coloured areas of the fixtures: above left, above right, below left, below right. */
const corners = [
  [0.25, 0.25],
  [0.75, 0.25],
  [0.25, 0.75],
  [0.75, 0.75],
] as const

/** The ways in which a file is converted. Trims are in seconds. */
const ways = {
  preset: { target: { width: 80, height: 44, bitrate: 400_000 } },
  'same size': { target: { width: 160, height: 90, bitrate: 400_000 } },
  'encoded cut': {
    target: { width: 160, height: 90, bitrate: 400_000 },
    trim: { start: 0.4, end: 2.6, copy: false },
  },
  'copied cut': { trim: { start: 1, end: 3, copy: true } },
} as const

type Way = keyof typeof ways

/** Converts the probed file, and chooses the result as the file of the page. */
async function convert(tool: Page, probed: Probed, way: Way): Promise<Buffer> {
  const { trim, ...rest } = { trim: undefined, ...ways[way] }
  const target = 'target' in rest ? { ...rest.target, frameRate: 25 } : undefined
  const outcome = await tool.evaluate(
    ([media, target, trim]) => compression.compress(media, target ?? undefined, trim ?? undefined),
    [probed, target, trim] as const,
  )
  if (outcome.problem) throw new Error(JSON.stringify(outcome))
  const bytes = Buffer.from(outcome.bytes, 'base64')
  await tool
    .getByLabel('File')
    .setInputFiles({ name: 'result.mp4', mimeType: 'video/mp4', buffer: bytes })
  return bytes
}

const shownAt = (
  tool: Page,
  time: number,
  positions: readonly (readonly [number, number])[] = corners,
) =>
  tool.evaluate(([time, positions]) => compression.shownAt(time, positions), [
    time,
    positions,
  ] as const)

const loudTimes = (tool: Page) => tool.evaluate(() => compression.loudTimes(0.3))

test('keeps all eight orientations in every way of converting', async ({ tool }) => {
  const original = await readFile(media('quadrants.mp4'))
  const [width, height] = [160, 90]
  const orientations: [name: string, matrix: number[], size: number[], colours: string[]][] = [
    ['mirrored', [-1, 0, 0, 1, width, 0], [160, 90], ['green', 'red', 'white', 'blue']],
    ['180°', [-1, 0, 0, -1, width, height], [160, 90], ['white', 'blue', 'green', 'red']],
    ['upside down', [1, 0, 0, -1, 0, height], [160, 90], ['blue', 'white', 'red', 'green']],
    ['90°', [0, 1, -1, 0, height, 0], [90, 160], ['blue', 'red', 'white', 'green']],
    ['270°', [0, -1, 1, 0, 0, width], [90, 160], ['green', 'white', 'red', 'blue']],
    ['transposed', [0, 1, 1, 0, 0, 0], [90, 160], ['red', 'blue', 'green', 'white']],
    ['transverse', [0, -1, -1, 0, height, width], [90, 160], ['white', 'green', 'blue', 'red']],
    ['upright', [1, 0, 0, 1, 0, 0], [160, 90], ['red', 'green', 'blue', 'white']],
  ]
  for (const [index, [name, matrix, size, colours]] of orientations.entries()) {
    const buffer = withMatrix(original, matrix)
    const probed = await probe(tool, { name: `${name}.mp4`, buffer })
    expect(await shownAt(tool, 0.5), name).toMatchObject({ size, colours })
    // Each way is used for two orientations, because a conversion takes half a second.
    const way = (Object.keys(ways) as Way[])[index % 4] ?? 'preset'
    await convert(tool, probed, way)
    expect((await shownAt(tool, 0.5)).colours, `${name}, ${way}`).toEqual(colours)
  }
  const diagonal = [Math.SQRT1_2, Math.SQRT1_2, -Math.SQRT1_2, Math.SQRT1_2, 0, 0]
  const probed = await probe(tool, { name: '45°.mp4', buffer: withMatrix(original, diagonal) })
  expect(probed.unsupported).toBe('transform')
})

/** Replaces the display matrix of the first track (ISO/IEC 14496-12, 8.3.2): a, b, c, d, x, y. */
function withMatrix(file: Buffer, [a = 0, b = 0, c = 0, d = 0, x = 0, y = 0]: number[]): Buffer {
  const copy = Buffer.from(file)
  const at = copy.indexOf('tkhd') + 4 + 40
  const values = [a, b, 0, c, d, 0, x, y].map((value) => Math.round(value * 0x10000))
  for (const [index, value] of values.entries()) copy.writeInt32BE(value, at + 4 * index)
  return copy
}

test('uses the first enabled track of each kind, and names the others', async ({ tool }) => {
  for (const way of Object.keys(ways) as Way[]) {
    const probed = await probe(tool, media('two-tracks.mp4'))
    expect(probed.video).toMatchObject({ width: 160, height: 90 })
    expect(probed.otherTracks).toEqual([
      { type: 'video', number: 2 },
      { type: 'audio', number: 2, language: 'spa' },
    ])
    await convert(tool, probed, way)
    expect((await shownAt(tool, 0.5)).colours).toEqual(['red', 'green', 'blue', 'white'])
    // The second audio track is a permanent tone.
    expect((await loudTimes(tool)).length).toBeGreaterThan(1)
  }
})

test('keeps holes and the drift of audio clocks', async ({ tool }) => {
  for (const [name, beeps] of [
    ['hole.webm', [0, 1, 2]],
    ['drift.webm', [0, 1.05, 2.1]],
  ] as const) {
    for (const way of ['preset', 'encoded cut'] as const) {
      const start = way === 'preset' ? 0 : 0.4
      await convert(tool, await probe(tool, media(name)), way)
      const found = await loudTimes(tool)
      const expected = beeps.map((beep) => beep - start).filter((beep) => beep >= 0)
      expect(found, `${name}, ${way}`).toHaveLength(expected.length)
      for (const [index, beep] of expected.entries())
        expect(Math.abs((found[index] ?? NaN) - beep), `${name}, ${way}`).toBeLessThan(0.04)
    }
  }
})

test('shows a part of another shape with bars, and transparency on black', async ({ tool }) => {
  await convert(tool, await probe(tool, media('shapes.webm')), 'preset')
  expect((await shownAt(tool, 0.5)).colours).toEqual(['red', 'green', 'blue', 'white'])
  const narrow = [
    [0.2, 0.5],
    [0.42, 0.25],
    [0.58, 0.75],
    [0.8, 0.5],
  ] as const
  expect((await shownAt(tool, 1.5, narrow)).colours).toEqual(['black', 'red', 'white', 'black'])
  const probed = await probe(tool, media('transparent.webm'))
  expect(probed.video).toMatchObject({ hasAlpha: true })
  for (const way of ['preset', 'same size'] as const) {
    await probe(tool, media('transparent.webm'))
    await convert(tool, probed, way)
    expect((await shownAt(tool, 0.5)).colours).toEqual(['black', 'green', 'black', 'white'])
  }
})

test('keeps the shape and the colours of other pixels, with limited range', async ({ tool }) => {
  for (const width of [320, 160]) {
    const probed = await probe(tool, media('anamorphic.mp4'))
    expect(probed.video).toMatchObject({ width: 320, height: 90 })
    const outcome = await tool.evaluate(([media, target]) => compression.compress(media, target), [
      probed,
      { width, height: width === 320 ? 90 : 44, frameRate: 25, bitrate: 200_000 },
    ] as const)
    const buffer = Buffer.from(outcome.bytes, 'base64')
    expect((await describeMp4(buffer)).video).toMatchObject({
      coded: [width, width === 320 ? 90 : 44],
      colours: { fullRange: false },
    })
    await probe(tool, { name: 'result.mp4', buffer })
    expect((await shownAt(tool, 0.5)).colours).toEqual(['red', 'green', 'blue', 'white'])
  }
})

test('converts tiny pictures and odd sizes, or knows before that it cannot', async ({ tool }) => {
  const sizes = { 'tiny-2.mp4': [2, 2], 'tiny-16.mp4': [16, 16], 'odd.webm': [160, 90] } as const
  for (const [name, [width, height]] of Object.entries(sizes)) {
    const probed = await probe(tool, media(name))
    if (!probed.canEncode || !probed.video.canDecode) continue
    const outcome = await tool.evaluate(([media, target]) => compression.compress(media, target), [
      probed,
      { width, height, frameRate: 25, bitrate: 200_000 },
    ] as const)
    expect(outcome.problem, name).toBeUndefined()
    const buffer = Buffer.from(outcome.bytes, 'base64')
    await probe(tool, { name: 'result.mp4', buffer })
    expect((await shownAt(tool, 0.5, [[0.25, 0.25]])).colours, name).toEqual(['red'])
  }
})

test('reports files that it cannot convert before a quality is chosen', async ({ tool }) => {
  for (const [name, unsupported] of [
    ['gbr.mp4', 'colors'],
    ['ycgco.mp4', 'colors'],
    ['interlaced.mp4', 'interlaced'],
    ['wrapped.m2t', 'timestamps'],
  ])
    expect((await probe(tool, media(name ?? ''))).unsupported, name).toBe(unsupported)
  const twice = await readFile(media('shapes.webm'))
  const buffer = Buffer.concat([twice, twice])
  expect((await probe(tool, { name: 'joined.webm', buffer })).unsupported).toBe('timestamps')
})

test('the verification detects results that differ from their source', async ({ tool }) => {
  const probed = await probe(tool, media('quadrants.mp4'))
  const target = { width: 80, height: 44, frameRate: 25, bitrate: 400_000 }
  const reportsOn = (defects: string[]) =>
    tool.evaluate(
      ([defects, media, target]) => compression.verifyWithDefects(defects, media, target),
      [defects, probed, target] as const,
    )
  const correct = await reportsOn(['none', 'encoded again'])
  expect(correct).toEqual({ none: undefined, 'encoded again': undefined })
  const expected: Record<string, RegExp> = {
    mirrored: /frames show/,
    'wrong colours': /frames show/,
    washed: /frames show/,
    stretched: /frames show/,
    'turned by its matrix': /orientation/,
    'another size': /shape/,
    'missing tail': /video: last/,
    'missing start': /video: first/,
    'missing frames': /frames or packets/,
    'shifted frames': /video: first/,
    'shifted sound': /audio: first|sound/,
    'silent sound': /sound/,
    'no sound': /no audio/,
  }
  const reports = await reportsOn(Object.keys(expected))
  for (const [defect, report] of Object.entries(expected))
    expect(reports[defect], defect).toMatch(report)
})

test('the verification skips bytes that were released from memory, and compares the others', async ({
  tool,
}) => {
  const probed = await probe(tool, media('quadrants.mp4'))
  const target = { width: 80, height: 44, frameRate: 25, bitrate: 200_000 }
  const reportOn = (isKnown: boolean, defect: string) =>
    tool.evaluate(
      ([isKnown, defect, media, target]) =>
        compression.verifyWithGap(isKnown, defect, media, target),
      [isKnown, defect, probed, target] as const,
    )
  expect(await reportOn(true, 'none')).toBeUndefined()
  expect(await reportOn(false, 'none')).toBeDefined()
  expect(await reportOn(true, 'mirrored')).toMatch(/frames show/)
})
