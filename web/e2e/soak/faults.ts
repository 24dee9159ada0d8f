import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from './random.ts'
import type { Stage } from './stage.ts'

/** Something that goes wrong. */
export interface Fault {
  name: string
  weight: number
  /** Whether parts that are on their way may be lost by it. */
  costsParts: boolean
  strike(stage: Stage, random: Random): Promise<void>
}

const region =
  (name: string, most: number) =>
  ({ region }: Stage, random: Random) =>
    region.setFaults({ [name]: random.integer(1, most) })

/** Everything that can go wrong at once, and how often beside the others. */
export const faults: readonly Fault[] = [
  { name: 'connections drop', weight: 4, costsParts: true, strike: region('dropParts', 8) },
  { name: 'server errors', weight: 4, costsParts: true, strike: region('serverErrors', 30) },
  { name: 'ETags hidden', weight: 2, costsParts: false, strike: region('hiddenEtags', 4) },
  { name: 'answers lost', weight: 2, costsParts: false, strike: region('lostAnswers', 2) },
  {
    name: 'signatures expire',
    weight: 2,
    costsParts: false,
    strike: region('expiredSignatures', 2),
  },
  { name: 'applies refused', weight: 2, costsParts: false, strike: region('applyFailures', 2) },
  { name: 'commits refused', weight: 2, costsParts: false, strike: region('commitFailures', 2) },
  {
    name: 'region unreachable',
    weight: 4,
    costsParts: true,
    async strike({ region }, random) {
      await region.setFaults({ offline: true })
      await delay(random.integer(100, 4000))
      await region.setFaults({ offline: false })
    },
  },
  {
    name: 'region silent',
    weight: 2,
    costsParts: true,
    async strike({ region, passTime }, random) {
      await region.setFaults({ silent: true })
      await delay(random.integer(500, 2000))
      await region.setFaults({ silent: false })
      // What was swallowed is noticed after a minute, which passes here for the page alone.
      await passTime(61_000)
    },
  },
  {
    name: 'device offline',
    weight: 3,
    costsParts: true,
    async strike(stage, random) {
      await stage.context.setOffline(true)
      await delay(random.integer(100, 3000))
      await stage.context.setOffline(false)
    },
  },
  {
    name: 'credentials end',
    weight: 2,
    costsParts: true,
    async strike({ region }, random) {
      await region.setFaults({ credentialsTtlSeconds: random.integer(2, 5) })
      await delay(random.integer(2000, 5000))
      await region.setFaults({ credentialsTtlSeconds: 7200 })
    },
  },
  {
    name: 'slow answers',
    weight: 1,
    costsParts: false,
    async strike({ region }, random) {
      await region.setFaults({ latencyMs: random.integer(50, 800) })
      await delay(random.integer(500, 3000))
      await region.setFaults({ latencyMs: 0 })
    },
  },
  {
    name: 'notifications lost',
    weight: 1,
    costsParts: false,
    strike: ({ region }) => region.setFaults({ loseCallbacks: true }),
  },
  {
    name: 'notifications twice',
    weight: 1,
    costsParts: false,
    strike: ({ region }) => region.setFaults({ duplicateCallbacks: true }),
  },
  {
    name: 'clock set',
    weight: 2,
    costsParts: false,
    strike: (stage, random) => stage.setClock(random.integer(-72, 72) * 3_600_000),
  },
  {
    name: 'paused and resumed',
    weight: 2,
    costsParts: true,
    async strike({ page }, random) {
      const all = page().getByRole('group', { name: 'All videos' })
      const press = (name: string) => all.getByRole('button', { name }).click({ timeout: 2000 })
      // With one video left there is nothing to press for all.
      await press('Pause all').catch(() => undefined)
      await delay(random.integer(100, 2000))
      await press('Resume all').catch(() => undefined)
    },
  },
  { name: 'page reloaded', weight: 3, costsParts: true, strike: (stage) => stage.reload() },
  { name: 'tab killed', weight: 4, costsParts: true, strike: (stage) => stage.killTab() },
  { name: 'tab crashed', weight: 2, costsParts: true, strike: (stage) => stage.crashTab() },
  { name: 'browser killed', weight: 2, costsParts: true, strike: (stage) => stage.killBrowser() },
  {
    name: 'second tab takes over',
    weight: 3,
    costsParts: true,
    async strike(stage, random) {
      await stage.openSecondTab()
      await delay(random.integer(100, 2000))
      await stage.closeFirstTab()
    },
  },
]
