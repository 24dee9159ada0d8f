/** Serves the page of `test/compress-page`, built as the studio is, to tests and benches. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}

/** Builds the page into a directory and serves it on a free port of this machine. */
export async function serveCompressPage(
  directory: string,
): Promise<{ origin: string; close(): void }> {
  await build({
    configFile: false,
    root: fileURLToPath(new URL('../test/compress-page', import.meta.url)),
    logLevel: 'error',
    build: { outDir: directory, emptyOutDir: true, target: 'es2024', chunkSizeWarningLimit: 2000 },
  })
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    readFile(join(directory, path)).then(
      (content) =>
        response
          .writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' })
          .end(content),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}/`, close: () => void server.close() }
}
