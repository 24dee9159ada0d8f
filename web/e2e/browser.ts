/**
 * Finds the Chromium for the end-to-end tests. As a program it also installs one if there is none.
 * Order: CHROMIUM_PATH, Playwright's, the system's, Debian's package, Playwright's download.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'

const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Path of a browser on this machine; `undefined` if there is none. */
export function findBrowser(): string | undefined {
  const candidates = [process.env.CHROMIUM_PATH, chromium.executablePath(), ...systemPaths]
  return candidates.find((path) => path && existsSync(path))
}

function install(): void {
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get')) {
    const options = {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    } as const
    execFileSync('apt-get', ['update', '-qq'], options)
    execFileSync(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
      options,
    )
    return
  }
  spawnSync('playwright', ['install', 'chromium'], { stdio: 'inherit', shell: true })
}

if (import.meta.main && !findBrowser()) {
  install()
  if (!findBrowser()) {
    console.error('No Chromium could be installed. Set CHROMIUM_PATH to one.')
    process.exit(1)
  }
}
