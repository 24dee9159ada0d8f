import { afterEach, expect, it, vi } from 'vitest'
import {
  canFillScreen,
  fillsScreen,
  toggleFullScreen,
} from '../../../src/features/watch/adapters/full-screen.ts'

const setEnabled = (isEnabled: boolean) =>
  Object.defineProperty(document, 'fullscreenEnabled', { value: isEnabled, configurable: true })
afterEach(() => Reflect.deleteProperty(document, 'fullscreenEnabled'))

const elements = (members: object) => {
  const player = Object.assign(document.createElement('div'), { requestFullscreen: vi.fn() })
  return { player, video: Object.assign(document.createElement('video'), members) }
}

it('shows the player in full screen', async () => {
  setEnabled(true)
  const { player, video } = elements({})
  expect(canFillScreen(video)).toBe(true)
  await toggleFullScreen(player, video)
  expect(player.requestFullscreen).toHaveBeenCalledOnce()
})

it('shows the video in the player of the system on iPhones, which show no other element', async () => {
  setEnabled(false)
  const webkitEnterFullscreen = vi.fn()
  const { player, video } = elements({ webkitEnterFullscreen })
  expect(canFillScreen(video)).toBe(true)
  expect(fillsScreen(player, video)).toBe(false)
  await toggleFullScreen(player, video)
  expect(webkitEnterFullscreen).toHaveBeenCalledOnce()
  expect(player.requestFullscreen).not.toHaveBeenCalled()
  Object.assign(video, { webkitDisplayingFullscreen: true })
  expect(fillsScreen(player, video)).toBe(true)
})

it('offers no full screen if the browser has none', () => {
  setEnabled(false)
  expect(canFillScreen(elements({}).video)).toBe(false)
})
