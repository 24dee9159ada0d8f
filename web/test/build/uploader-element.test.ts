// @vitest-environment node
import { createServer, type ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { uploaderElement } from '../../uploader-element.ts'

let server: ViteDevServer
let origin: string

beforeAll(async () => {
  server = await createServer({
    configFile: false,
    root: new URL('../..', import.meta.url).pathname,
    plugins: [uploaderElement],
    server: { port: 0, host: '127.0.0.1', ws: false },
    optimizeDeps: { noDiscovery: true },
    logLevel: 'error',
  })
  await server.listen()
  origin = server.resolvedUrls?.local[0] ?? ''
})
afterAll(() => server.close())

it('serves the element, built from the current source, to other sites', async () => {
  const response = await fetch(`${origin}uploader.js`)
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  const [, part] = /^import '\.\/(uploader\/[\w.-]+\.js)'$/m.exec(await response.text()) ?? []
  const element = await fetch(origin + part)
  expect(element.headers.get('access-control-allow-origin')).toBe('*')
  expect(await element.text()).toContain('reelferry-uploader')
}, 60_000)
