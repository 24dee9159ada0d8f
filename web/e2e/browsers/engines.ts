/** The three browser engines of the end-to-end tests: where they are on this machine, and how they are started. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { firefox, type LaunchOptions, webkit } from '@playwright/test'
import { findBrowser } from '../browser.ts'

export const engines = ['chromium', 'firefox', 'webkit'] as const
export type Engine = (typeof engines)[number]

/** Whether only a part of the suite runs, as in `pnpm test`. */
export const isPart = process.env.E2E_PART === '1'

/**
 * The part of the suite, by the tags in the titles. `@core` are the tests that concern an engine. WebKitGTK is slow, so
 * only a few of them belong to its part (`@webkit`): pages, publishing, and playing.
 */
export const parts: Record<Engine, { grep?: RegExp; grepInvert?: RegExp }> = {
  chromium: { grepInvert: /@whole/ },
  firefox: { grep: /@core/ },
  webkit: { grep: /@webkit/ },
}

/**
 * Camera, microphone and screen. `allowed`: fake devices, and the page gets permission automatically. `blocked`: fake
 * devices, and nobody answers the browser's question.
 */
export type Devices = 'none' | 'allowed' | 'blocked'

/** How Playwright starts an engine. */
export interface Driver {
  /** Playwright's client for the browser. */
  browserName: Engine
  /** `moz-firefox` selects WebDriver BiDi, which an unmodified Firefox understands. */
  channel?: 'moz-firefox'
  executablePath?: string
}

const exists = (path: string | undefined): path is string => path !== undefined && existsSync(path)

/** Debian's Firefox. It is not Playwright's build, so Playwright drives it with WebDriver BiDi. */
function findFirefox(): Driver | undefined {
  if (exists(firefox.executablePath())) return { browserName: 'firefox' }
  const executablePath = [process.env.FIREFOX_PATH, '/usr/bin/firefox-esr'].find(exists)
  return executablePath
    ? { browserName: 'firefox', channel: 'moz-firefox', executablePath }
    : undefined
}

/** Debian's WebKitGTK, behind a program that translates WebDriver BiDi for it. */
function findWebKit(): Driver | undefined {
  if (exists(webkit.executablePath())) return { browserName: 'webkit' }
  const needed = ['/usr/bin/WebKitWebDriver', '/usr/bin/Xvfb', '/usr/lib/python3/dist-packages/gi']
  if (!needed.every(exists)) return undefined
  const executablePath = fileURLToPath(new URL('webkit/start', import.meta.url))
  return { browserName: 'firefox', channel: 'moz-firefox', executablePath }
}

/** Finds an engine on this machine: Playwright's own build, else the system's browser. */
export function findDriver(engine: Engine): Driver | undefined {
  if (engine === 'firefox') return findFirefox()
  if (engine === 'webkit') return findWebKit()
  const executablePath = findBrowser()
  return executablePath ? { browserName: 'chromium', executablePath } : undefined
}

const chromiumArguments: Record<Devices, string[]> = {
  none: [],
  allowed: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  blocked: ['--use-fake-device-for-media-stream'],
}

/** Preferences of Firefox. */
const firefoxPreferences = (devices: Devices, isPrivate: boolean) => ({
  'media.autoplay.default': 0,
  'media.navigator.streams.fake': devices !== 'none',
  'media.navigator.permission.disabled': devices === 'allowed',
  'browser.privatebrowsing.autostart': isPrivate,
})

/** Options of Playwright's `launch` for an engine. */
export function launchOptions(engine: Engine, devices: Devices, isPrivate = false): LaunchOptions {
  const { executablePath } = findDriver(engine) ?? {}
  return {
    ...(executablePath && { executablePath }),
    // Without a UTF-8 locale, a browser can only read ASCII file names.
    env: {
      ...process.env,
      LC_ALL: 'C.UTF-8',
      ...(engine === 'webkit' && { NODE: process.execPath, DEVICES: devices }),
      ...(isPrivate && { PRIVATE_WINDOW: '1' }),
    },
    ...(engine === 'chromium' && { args: chromiumArguments[devices] }),
    ...(engine === 'firefox' && { firefoxUserPrefs: firefoxPreferences(devices, isPrivate) }),
  }
}
