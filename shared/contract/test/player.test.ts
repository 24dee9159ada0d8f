import { describe, expect, it } from 'vitest'
import {
  embedCode,
  escapeMarkup,
  type FileId,
  hlsType,
  playerOptions,
  type Range,
  type UploadId,
  type Video,
  videoElement,
} from '../src/index.ts'

/** Parses a query that has no encoded characters. */
function options(query: string) {
  const pairs = query.split('&').map((pair) => pair.split('=') as [string, string?])
  const values = new Map(pairs.map(([name, value = '']) => [name, value]))
  return playerOptions({ get: (name) => values.get(name) ?? null })
}

const uploadId = 'AAAAAAAAAAAAAAAAAAAAAA' as UploadId
const video: Video & { status: 'ready' } = {
  status: 'ready',
  id: uploadId,
  fileId: '1' as FileId,
  name: 'A reel',
  description: '',
  visibility: 'public',
  publishedAt: 0,
  sources: [{ src: 'https://x/a.mp4', type: 'video/mp4' }],
  poster: '',
  width: 640,
  height: 360,
  captions: [],
  duration: 3,
}

describe('playerOptions', () => {
  it('defaults to a paused player with controls', () => {
    expect(options('')).toEqual({
      start: 0,
      end: Infinity,
      autoplay: false,
      muted: false,
      loop: false,
      controls: true,
      nativeControls: false,
      resume: undefined,
      isolated: false,
    })
  })

  it.each([
    ['autoplay&muted', { autoplay: true, muted: true }],
    ['autoplay=1&loop=true', { autoplay: true, loop: true }],
    ['autoplay=0&muted=false&controls=0', { autoplay: false, muted: false, controls: false }],
    ['controls=no', { controls: false }],
    ['controls=native', { controls: true, nativeControls: true }],
    ['resume', { resume: true }],
    ['resume=0', { resume: false }],
    ['t=10&end=20', { start: 10, end: 20 }],
    ['end=1m', { start: 0, end: 60 }],
    ['t=20&end=10', { start: 20, end: Infinity }],
    ['end=soon', { end: Infinity }],
  ])('parses %s', (query, expected) => {
    expect(options(query)).toMatchObject(expected)
  })

  it.each([
    ['90', 90],
    ['90s', 90],
    ['1m30s', 90],
    ['1m', 60],
    ['1h2m3s', 3723],
    ['1:30', 90],
    ['1:00:01', 3601],
    ['2.5', 2.5],
    ['-3', 0],
    ['soon', 0],
    ['', 0],
    ['1e9', 0],
  ])('parses the start position %j as %d s', (t, start) => {
    expect(options(`t=${t}`).start).toBe(start)
  })
})

describe('videoElement', () => {
  it('reserves the space of a known size and has no unneeded attribute', () => {
    expect(videoElement(video, options('')).attributes).toEqual({
      'aria-label': 'A reel',
      playsinline: '',
      preload: 'metadata',
      width: '640',
      height: '360',
      controls: '',
      src: 'https://x/a.mp4',
    })
    expect(
      videoElement({ ...video, width: 0, height: 0 }, options('')).attributes,
    ).not.toHaveProperty('width')
  })

  it('has captions and an HLS source', () => {
    const shape = videoElement(
      {
        ...video,
        sources: [{ src: 'https://x/a.m3u8', type: hlsType }],
        captions: [{ src: 'https://x/zh.vtt', language: 'zh-CN', label: '中文' }],
      },
      options('t=5'),
    )
    expect(shape.attributes).not.toHaveProperty('src')
    expect(shape.attributes.crossorigin).toBe('anonymous')
    expect(shape.children.map(({ name, attributes }) => [name, attributes])).toEqual([
      ['source', { src: 'https://x/a.m3u8#t=5', type: hlsType }],
      ['track', { kind: 'captions', src: 'https://x/zh.vtt', srclang: 'zh-CN', label: '中文' }],
    ])
  })
})

describe('embedCode', () => {
  it('selects a range in whole seconds that contains it', () => {
    const address = (range: Range) => embedCode('', { ...video, ...range }).split('"')[1]
    expect(address({ start: 1.9, end: 2.1 })).toBe('/embed/AAAAAAAAAAAAAAAAAAAAAA?t=1&#38;end=3')
    expect(address({ end: 2 })).toBe('/embed/AAAAAAAAAAAAAAAAAAAAAA?end=2')
    expect(address({ start: 5, end: 2 })).toBe('/embed/AAAAAAAAAAAAAAAAAAAAAA?t=5')
    expect(address({ start: 0, end: Infinity })).toBe('/embed/AAAAAAAAAAAAAAAAAAAAAA')
  })

  it('has the aspect ratio of the video and escapes its name', () => {
    const name = `"><script>alert('x')</script>&`
    const code = embedCode('https://studio.example', { ...video, name })
    expect(code).toBe(
      `<iframe src="https://studio.example/embed/AAAAAAAAAAAAAAAAAAAAAA" title="${escapeMarkup(name)}" style="width:100%;aspect-ratio:640/360;border:0" loading="lazy" allow="autoplay; picture-in-picture" allowfullscreen></iframe>`,
    )
    expect(code).not.toContain('<script')
  })
})
