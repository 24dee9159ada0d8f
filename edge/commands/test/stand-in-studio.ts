import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Answers the requests that setup sends to a running studio, for tests that do not need the real Worker. */
export async function startStandInStudio(
  secrets: Record<string, string>,
  at: (step: 'health' | 'testEvent') => Promise<void>,
) {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    try {
      await at(request.url === '/api/health' ? 'health' : 'testEvent')
    } catch {
      // The process that sent the request has ended.
      return request.destroy()
    }
    if (request.url === '/api/health') return response.end('{"ok":true}')
    const { Sign, T } = JSON.parse(body) as { Sign: string; T: number }
    const signed = createHash('md5').update(`${secrets.CALLBACK_SIGN_KEY}${T}`).digest('hex')
    const isAccepted = request.url?.endsWith(`/${secrets.CALLBACK_SECRET}`) && Sign === signed
    return response.writeHead(isAccepted ? 200 : 403).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
