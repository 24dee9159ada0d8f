/**
 * `node web/e2e/browsers/install.ts [engine …]`: installs the engines that this machine does not have, all by default.
 * Root on Debian gets Debian's packages, because its network may reach no other server. Others get Playwright's builds.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Engine, engines, findDriver } from './engines.ts'

const debianPackages: Record<Engine, string[]> = {
  chromium: ['chromium'],
  firefox: [
    'firefox-esr',
    // Decoders of H.264 and AAC.
    'libavcodec-extra',
  ],
  webkit: [
    'webkit2gtk-driver',
    'xvfb',
    'python3-gi',
    'gir1.2-webkit2-4.1',
    'gstreamer1.0-libav',
    'gstreamer1.0-plugins-good',
    'gstreamer1.0-plugins-bad',
    'gstreamer1.0-plugins-ugly',
  ],
}

function installPackages(packages: string[]): void {
  const options = {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  } as const
  const lock = ['-o', 'DPkg::Lock::Timeout=300']
  execFileSync('apt-get', [...lock, 'update', '-qq'], options)
  execFileSync(
    'apt-get',
    [...lock, 'install', '-y', '-qq', '--no-install-recommends', ...packages],
    options,
  )
}

function install(missing: Engine[]): void {
  const isRoot = process.getuid?.() === 0
  if (isRoot && existsSync('/usr/bin/apt-get'))
    installPackages(missing.flatMap((engine) => debianPackages[engine]))
  else spawnSync('playwright', ['install', ...missing], { stdio: 'inherit', shell: true })
}

const requested = process.argv.slice(2)
const findMissing = () =>
  engines.filter(
    (engine) => (requested.length === 0 || requested.includes(engine)) && !findDriver(engine),
  )
const missing = findMissing()
if (missing.length > 0) {
  install(missing)
  const left = findMissing()
  if (left.length > 0) {
    console.error(`Could not be installed: ${left.join(', ')}.`)
    process.exit(1)
  }
}
