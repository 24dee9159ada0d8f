import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BrowserContext, chromium } from '@playwright/test'
import { findBrowser } from '../e2e/browser.ts'

/**
 * Opens a browser with a profile on disk, like a creator's. Playwright's default contexts are private windows. They store
 * files in the memory of another process, which makes writing slower.
 */
export function openProfile(directory: string): Promise<BrowserContext> {
  const executablePath = findBrowser()
  const profile = mkdtempSync(join(directory, 'profile-'))
  return chromium.launchPersistentContext(profile, executablePath ? { executablePath } : {})
}

/** Memory of a renderer at a moment. */
export interface MemoryReading {
  /** Seconds since the start of the measurement. */
  at: number
  /** Resident bytes. */
  resident: number
  /** Resident bytes that are not mapped from files, as the browser's code is. */
  own: number
}

/**
 * Measures the memory of the largest renderer that this process started, until `stop`. Only on Linux; elsewhere there are no
 * readings.
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
        // The process has ended in the meantime.
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
