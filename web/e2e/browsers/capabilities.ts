/**
 * The only place that states what an engine cannot do. A test names what it needs with a tag; `expectedFailures` lists
 * tests that fail because of a defect.
 */
import type { Engine } from './engines.ts'

/** For each tag the engines without the capability, with the reason. Their tests are skipped. */
export const missingCapabilities: Record<string, Partial<Record<Engine, string>>> = {}

/** Engines that play HLS without a library. */
export const playsHls: Engine[] = ['chromium', 'webkit']

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
