import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium } from '@playwright/test'
import { findBrowser } from '../e2e/browser.ts'

/**
 * A browser with a profile of its own, in a directory: as creators have one. Playwright's usual contexts are
 * private windows, which keep files in memory, of another process, and so write them slower.
 */
export function openProfile(directory: string): Promise<BrowserContext> {
  const executablePath = findBrowser()
  const profile = mkdtempSync(join(directory, 'profile-'))
  return chromium.launchPersistentContext(profile, executablePath ? { executablePath } : {})
}

/** What a renderer holds at a moment. */
export interface MemoryReading {
  /** Seconds since the watch began. */
  at: number
  /** Bytes resident. */
  resident: number
  /** Of these, bytes of its own: not mapped from files, as the browser's own code is. */
  own: number
}

/**
 * Watches the memory of the largest renderer that this process started; all readings until `stop`. Linux; there
 * are none elsewhere.
 */
export function watchMemory(everyMs = 100): { readings: MemoryReading[]; stop(): void } {
  const readings: MemoryReading[] = []
  const startedAt = performance.now()
  const timer = setInterval(() => {
    const largest = largestRenderer()
    if (largest) readings.push({ at: (performance.now() - startedAt) / 1000, ...largest })
  }, everyMs)
  return { readings, stop: () => clearInterval(timer) }
}

function largestRenderer(): Omit<MemoryReading, 'at'> | undefined {
  const found = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return memoryOf(pid)
      } catch {
        // A process that ended meanwhile.
        return []
      }
    })
  return found.toSorted((a, b) => b.resident - a.resident)[0]
}

function memoryOf(pid: string): Omit<MemoryReading, 'at'>[] {
  const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  if (!command.includes('--type=renderer') || !descends(Number(pid))) return []
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const bytes = (name: string) =>
    Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) * 1024
  return [{ resident: bytes('VmRSS'), own: bytes('RssAnon') + bytes('RssShmem') }]
}

function descends(pid: number): boolean {
  for (let current = pid; current > 1;) {
    if (current === process.pid) return true
    const status = readFileSync(`/proc/${current}/status`, 'utf8')
    current = Number(/PPid:\s+(\d+)/.exec(status)?.[1] ?? 0)
  }
  return false
}
