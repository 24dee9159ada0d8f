/**
 * The production build as an operator runs it, with a local region behind TLS under Tencent's real host names. No endpoint is
 * configured for the browser: the host names are resolved to this machine.
 */
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { connect, type AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { chromium, expect, test } from '@playwright/test'
import { startRegion } from '@reelferry/local-vod'
import { getCertificate } from '@vitejs/plugin-basic-ssl'
import { findBrowser } from '../browser.ts'
import { freePort, startStudio } from '../studio.ts'
import { sha256, writeVideo } from '../video-file.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const hosts = ['*.qcloud.com', '*.dnsv1.com', '*.myqcloud.com', '*.tencentcos.cn']
const account = {
  appId: 1500000001,
  secretId: 'AKIDproduction',
  secretKey: 'a-production-secret-key',
}
const signKey = 'AKeyThatSignsNotifications'
const sessionSecret = 'a-session-secret-of-production-32-characters'

/** Terminates TLS in front of a plain HTTP server. */
async function terminateTls(port: number, directory: string) {
  const pem = await getCertificate(directory, 'vod2.qcloud.com', hosts)
  const server = createTlsServer({ key: pem, cert: pem }, (socket) => {
    const upstream = connect(port, '127.0.0.1')
    socket.pipe(upstream).pipe(socket)
    socket.on('error', () => upstream.destroy())
    upstream.on('error', () => socket.destroy())
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { port: (server.address() as AddressInfo).port, close: () => server.close() }
}

test('publishes to the real host names through the unmodified bundle', async ({}, testInfo) => {
  test.setTimeout(120_000)
  const port = await freePort()
  const region = await startRegion({
    port: 0,
    directory: testInfo.outputPath('region'),
    account,
    signKey,
    mediaOrigin: `http://${account.appId}.vod2.myqcloud.com`,
    notificationUrl: `http://127.0.0.1:${port}/api/vod/events/a-callback-secret-of-production`,
  })
  const tls = await terminateTls(region.port, testInfo.outputPath('tls'))
  const studio = await startStudio('preview', {
    PORT: String(port),
    AUTH_MODE: 'invite',
    VOD_SECRET_ID: account.secretId,
    VOD_SECRET_KEY: account.secretKey,
    VOD_PROCEDURE: 'LongVideoPreset',
    VOD_API_ENDPOINT: region.origin,
    CALLBACK_SECRET: 'a-callback-secret-of-production',
    SESSION_SECRET: sessionSecret,
    CALLBACK_SIGN_KEY: signKey,
  })
  const executablePath = findBrowser()
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [
      `--host-resolver-rules=${hosts.map((host) => `MAP ${host}:443 127.0.0.1:${tls.port}`).join(',')}`,
      '--ignore-certificate-errors',
    ],
  })
  try {
    const page = await browser.newPage({ locale: 'en-US', serviceWorkers: 'allow' })
    const noise: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) noise.push(message.text())
    })
    page.on('pageerror', (error) => noise.push(error.message))

    const invite = spawnSync(
      'node',
      ['edge/commands/invite.ts', 'ada', 'Ada Lovelace', `http://localhost:${port}`],
      { cwd: root, env: { ...process.env, SESSION_SECRET: sessionSecret }, encoding: 'utf8' },
    )
    await page.goto(invite.stdout.trim())
    await expect(page).toHaveURL(`http://localhost:${port}/`)
    await expect(page.getByRole('button', { name: 'Account: Ada Lovelace' })).toBeAttached()

    const path = testInfo.outputPath('production.mp4')
    await writeVideo(path, 20 * 1024 * 1024, 201)
    await page.getByLabel('Choose videos').setInputFiles(path)
    const job = page.getByRole('article', { name: 'production.mp4' })
    await job.getByRole('button', { name: 'Upload' }).click()
    await expect(job).toHaveAttribute('data-stage', 'ready', { timeout: 60_000 })

    const media = await (await fetch(`${region.origin}/_local/media`)).json()
    expect(media.map((item: { sha256: string }) => item.sha256)).toEqual([await sha256(path)])

    await job.getByRole('link', { name: 'Watch' }).click()
    const video = page.locator('video')
    await expect
      .poll(() => video.evaluate((element: HTMLVideoElement) => element.readyState), {
        timeout: 15_000,
      })
      .toBeGreaterThanOrEqual(2)
    expect(await video.evaluate((element: HTMLVideoElement) => element.currentSrc)).toMatch(
      /^https:\/\/1500000001\.vod2\.myqcloud\.com\//,
    )
    expect(noise).toEqual([])
  } finally {
    await browser.close()
    await studio.stop()
    tls.close()
    await region.close()
  }
})
