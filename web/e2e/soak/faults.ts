import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from './random.ts'
import type { TestEnvironment } from './test-environment.ts'

/** A fault that is injected while videos are uploaded. */
export interface Fault {
  name: string
  weight: number
  /** Whether the fault may cause parts in flight to be sent again. */
  costsParts: boolean
  inject(environment: TestEnvironment, random: Random): Promise<void>
}

const countedFault =
  (name: string, max: number) =>
  ({ region }: TestEnvironment, random: Random) =>
    region.setFaults({ [name]: random.integer(1, max) })

/** All faults with their relative frequency. The order is part of what a seed determines. */
export const faults: readonly Fault[] = [
  { name: 'connections drop', weight: 4, costsParts: true, inject: countedFault('dropParts', 8) },
  { name: 'server errors', weight: 4, costsParts: true, inject: countedFault('serverErrors', 30) },
  { name: 'ETags hidden', weight: 2, costsParts: false, inject: countedFault('hiddenEtags', 4) },
  { name: 'answers lost', weight: 2, costsParts: false, inject: countedFault('lostAnswers', 2) },
  {
    name: 'signatures expire',
    weight: 2,
    costsParts: false,
    inject: countedFault('expiredSignatures', 2),
  },
  {
    name: 'applies refused',
    weight: 2,
    costsParts: false,
    inject: countedFault('applyFailures', 2),
  },
  {
    name: 'commits refused',
    weight: 2,
    costsParts: false,
    inject: countedFault('commitFailures', 2),
  },
  {
    name: 'region unreachable',
    weight: 4,
    costsParts: true,
    async inject({ region }, random) {
      await region.setFaults({ offline: true })
      await delay(random.integer(100, 4000))
      await region.setFaults({ offline: false })
    },
  },
  {
    name: 'region silent',
    weight: 2,
    costsParts: true,
    async inject({ region, passTime }, random) {
      await region.setFaults({ silent: true })
      await delay(random.integer(500, 2000))
      await region.setFaults({ silent: false })
      // The page detects the lost requests after a minute, which passes only for the page.
      await passTime(61_000)
    },
  },
  {
    name: 'device offline',
    weight: 3,
    costsParts: true,
    async inject(environment, random) {
      await environment.context.setOffline(true)
      await delay(random.integer(100, 3000))
      await environment.context.setOffline(false)
    },
  },
  {
    name: 'credentials end',
    weight: 2,
    costsParts: true,
    async inject({ region }, random) {
      await region.setFaults({ credentialsTtlSeconds: random.integer(2, 5) })
      await delay(random.integer(2000, 5000))
      await region.setFaults({ credentialsTtlSeconds: 7200 })
    },
  },
  {
    name: 'slow answers',
    weight: 1,
    costsParts: false,
    async inject({ region }, random) {
      await region.setFaults({ latencyMs: random.integer(50, 800) })
      await delay(random.integer(500, 3000))
      await region.setFaults({ latencyMs: 0 })
    },
  },
  {
    name: 'notifications lost',
    weight: 1,
    costsParts: false,
    inject: ({ region }) => region.setFaults({ loseCallbacks: true }),
  },
  {
    name: 'notifications twice',
    weight: 1,
    costsParts: false,
    inject: ({ region }) => region.setFaults({ duplicateCallbacks: true }),
  },
  {
    name: 'clock set',
    weight: 2,
    costsParts: false,
    inject: (environment, random) => environment.setClock(random.integer(-72, 72) * 3_600_000),
  },
  {
    name: 'paused and resumed',
    weight: 2,
    costsParts: true,
    async inject({ page }, random) {
      const all = page().getByRole('group', { name: 'All videos' })
      const press = (name: string) => all.getByRole('button', { name }).click({ timeout: 2000 })
      // With a single video there are no buttons for all videos.
      await press('Pause all').catch(() => undefined)
      await delay(random.integer(100, 2000))
      await press('Resume all').catch(() => undefined)
    },
  },
  {
    name: 'page reloaded',
    weight: 3,
    costsParts: true,
    inject: (environment) => environment.reload(),
  },
  {
    name: 'tab killed',
    weight: 4,
    costsParts: true,
    inject: (environment) => environment.killTab(),
  },
  {
    name: 'tab crashed',
    weight: 2,
    costsParts: true,
    inject: (environment) => environment.crashTab(),
  },
  {
    name: 'browser killed',
    weight: 2,
    costsParts: true,
    inject: (environment) => environment.killBrowser(),
  },
  {
    name: 'second tab takes over',
    weight: 3,
    costsParts: true,
    async inject(environment, random) {
      await environment.openSecondTab()
      await delay(random.integer(100, 2000))
      await environment.closeFirstTab()
    },
  },
]
