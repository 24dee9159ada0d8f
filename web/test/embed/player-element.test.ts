import { beforeAll, describe, expect, it } from 'vitest'

interface HappyDom {
  happyDOM: { settings: { enableIframePageLoading: boolean; fetch: { interceptor: object } } }
}

beforeAll(async () => {
  // Frames load an empty page.
  const beforeAsyncRequest = async () => new Response('')
  const { settings } = (window as unknown as HappyDom).happyDOM
  settings.enableIframePageLoading = true
  settings.fetch.interceptor = { beforeAsyncRequest }
  await import('../../src/embed/player-element.ts')
})

const create = () => document.createElement('reelferry-player')
const frame = (element: HTMLElement) => element.querySelector('iframe')
/** Waits for the end of the task in which a page sets attributes. */
const settled = () => Promise.resolve()

describe('<reelferry-player>', () => {
  it('reads attributes in any order, set before or after it is in the page', async () => {
    const element = create()
    element.setAttribute('file-id', '42')
    element.setAttribute('muted', '')
    document.body.append(element)
    element.setAttribute('t', '90')
    element.title = 'A reel'
    element.setAttribute('ratio', '4/3')
    await settled()
    expect(frame(element)?.getAttribute('src')).toMatch(/\/embed\/42\?t=90&muted=$/)
    expect([frame(element)?.title, frame(element)?.style.aspectRatio]).toEqual(['A reel', '4 / 3'])
    expect(element.children).toHaveLength(1)
  })

  it('updates its frame when attributes change', async () => {
    const element = create()
    document.body.append(element)
    await settled()
    expect(frame(element)).toBeNull()
    element.setAttribute('file-id', '1')
    await settled()
    element.setAttribute('loop', '')
    element.setAttribute('file-id', '2')
    await settled()
    expect(frame(element)?.getAttribute('src')).toMatch(/\/embed\/2\?loop=$/)
  })
})
