/**
 * The only place that states what an engine cannot do. A test names what it needs with a tag; `expectedFailures` lists
 * tests that fail because of a defect.
 */
import { type Engine, findDriver } from './engines.ts'

/** For each tag the engines without the capability, with the reason. Their tests are skipped. */
export const missingCapabilities: Record<string, Partial<Record<Engine, string>>> = {
  // Crashes and freezes of a page, touch, and drags of files. The studio's code for them is the same in each engine.
  '@cdp': {
    firefox: 'Only Chromium’s DevTools protocol has these commands.',
    webkit: 'Only Chromium’s DevTools protocol has these commands.',
  },
  // Without a desktop, no service shows notifications, and Firefox forgets them.
  '@notifications': {
    firefox: 'Firefox lists only notifications that the desktop shows.',
    webkit: 'WebKitGTK lists only notifications that the desktop shows.',
  },
}

/**
 * Whether media features can be emulated, such as dark mode and forced colours. The Firefox and the WebKit of Debian have
 * no command for all of them.
 */
export const emulatesMedia = (engine: Engine): boolean => findDriver(engine)?.channel === undefined

/** Engines that play HLS without a library. WebKit does on macOS only. */
export const playsHls: Engine[] =
  process.platform === 'darwin' ? ['chromium', 'webkit'] : ['chromium']

/**
 * Engines that record video. WebKitGTK 2.50 needs GStreamer 1.24 for its encoder (`autovideoflip`). Debian has 1.22, and
 * each recording with video is empty.
 */
export const recordsVideo: Engine[] = ['chromium', 'firefox']

/** Engines with private files that a worker can write. In others, results are stored in IndexedDB. */
export const hasPrivateFiles: Engine[] = ['chromium', 'firefox']

/** Engines that know the embedder policy `credentialless`. In others, isolated pages need the parameter `isolated`. */
export const knowsCredentialless: Engine[] = ['chromium', 'firefox']

/** Engines that encode H.264, so that recordings are MP4. Others record WebM. */
export const encodesMp4: Engine[] = ['chromium', 'webkit']

interface ExpectedFailure {
  engine: Engine
  /** Title of the test, without tags. */
  title: string
  reason: string
}

/** Tests that fail because of a defect of the product. Such a test fails when it passes: remove it from here then. */
export const expectedFailures: ExpectedFailure[] = []
