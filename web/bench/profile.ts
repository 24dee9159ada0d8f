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

/**
 * Watches the resident memory of the largest renderer that this process started, in bytes; all readings until
 * `stop`. Linux; there are none elsewhere.
 */
export function watchMemory(everyMs = 200): { readings: number[]; stop(): void } {
  const readings: number[] = []
  const timer = setInterval(() => {
    try {
      readings.push(largestRenderer())
    } catch {
      // A process that ended meanwhile.
    }
  }, everyMs)
  return { readings, stop: () => clearInterval(timer) }
}

function largestRenderer(): number {
  let largest = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'latin1')
    if (!command.includes('--type=renderer') || !descends(Number(pid))) continue
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    largest = Math.max(largest, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024)
  }
  return largest
}

function descends(pid: number): boolean {
  for (let current = pid; current > 1;) {
    if (current === process.pid) return true
    const status = readFileSync(`/proc/${current}/status`, 'utf8')
    current = Number(/PPid:\s+(\d+)/.exec(status)?.[1] ?? 0)
  }
  return false
}
