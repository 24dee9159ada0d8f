import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

const accountId = 'a1'

/** The part of Cloudflare's API that this project's wrangler calls. Answers contain only the members that it reads. */
export async function startCloudflareApi() {
  const namespaces = new Map<string, string>()
  const secrets = new Map<string, Record<string, string>>()
  const keys = new Map<string, string>()
  const bound = new Map<string, object[]>()
  const uploads: { worker: string; metadata: { bindings: object[]; keep_bindings?: string[] } }[] =
    []

  const answer = (method: string, path: string, page: string | null, body: string): unknown => {
    const kv = `/accounts/${accountId}/storage/kv/namespaces`
    const [, worker = '', rest = ''] =
      /^\/accounts\/a1\/workers\/(?:scripts|services|workers)\/([^/]+)\/?(.*)$/.exec(path) ?? []
    switch (`${method} ${path.startsWith(kv) ? path : worker ? `worker ${rest}` : path}`) {
      case 'GET /user':
        return { email: 'ada@example.com' }
      case 'GET /user/tokens/verify':
        return { id: 'token', status: 'active' }
      case 'GET /accounts':
        return [{ id: accountId, name: 'Ada' }]
      case 'GET /memberships':
        return [{ account: { id: accountId, name: 'Ada' }, roles: [] }]
      case `GET ${kv}`: {
        const all = [...namespaces].map(([title, id]) => ({ title, id }))
        return page === null || page === '1' ? all : []
      }
      case `POST ${kv}`: {
        const { title } = JSON.parse(body) as { title: string }
        namespaces.set(title, `n${namespaces.size}`)
        return { title, id: namespaces.get(title) }
      }
      case 'GET worker secrets': {
        const found = secrets.get(worker)
        return found && Object.keys(found).map((name) => ({ name, type: 'secret_text' }))
      }
      case 'PATCH worker secrets-bulk': {
        const found = secrets.get(worker)
        if (!found) return undefined
        const { secrets: change } = JSON.parse(body) as {
          secrets: Record<string, { text: string } | null>
        }
        for (const [name, value] of Object.entries(change))
          if (value === null) Reflect.deleteProperty(found, name)
          else found[name] = value.text
        return {}
      }
      case 'GET worker ':
        if (!secrets.has(worker)) return undefined
        return path.includes('/workers/workers/')
          ? { id: worker, name: worker, subdomain: { enabled: true, previews_enabled: false } }
          : { id: worker, default_environment: { environment: 'production', script: { tag: 't' } } }
      case 'PUT worker ': // a draft or the first deployment
      case 'POST worker versions': {
        secrets.set(worker, secrets.get(worker) ?? {})
        const metadata = JSON.parse(/\{.*\}/.exec(body)?.[0] ?? '{}')
        uploads.push({ worker, metadata })
        const ownBindings = metadata.bindings.filter(
          ({ type }: { type: string }) => type !== 'inherit',
        )
        if (ownBindings.length > 0) bound.set(worker, ownBindings)
        const resources = { script: { etag: 'e' }, script_runtime: {} }
        return { id: 'v1', number: 1, startup_time_ms: 1, metadata: {}, resources, tag: 't' }
      }
      case 'DELETE worker ':
        return secrets.delete(worker) ? {} : undefined
      case 'POST worker assets-upload-session':
        return { jwt: 'assets', buckets: [] }
      case 'GET worker settings':
        return { bindings: bound.get(worker) ?? [] }
      case 'GET worker deployments':
        return { deployments: [] }
      case 'GET /accounts/a1/workers/subdomain':
        return { subdomain: 'ada' }
      case 'GET worker subdomain':
      case 'POST worker subdomain':
        return { enabled: true, previews_enabled: false }
      case 'POST worker deployments':
      case 'PATCH worker script-settings':
      case 'PATCH worker ':
      case 'PUT worker schedules':
        return {}
      default: {
        const [, id = '', key] = /namespaces\/(\w+)(?:\/values\/(.+))?$/.exec(path) ?? []
        if (method === 'PUT' && key) return (keys.set(`${id}/${decodeURIComponent(key)}`, body), {})
        const title = [...namespaces].find(([, other]) => other === id)?.[0]
        if (method === 'DELETE' && title) return (namespaces.delete(title), {})
        throw new Error(`The stand-in for Cloudflare's API does not know ${method} ${path}`)
      }
    }
  }

  const unknown: string[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const url = new URL(request.url ?? '', 'http://api')
    response.setHeader('content-type', 'application/json')
    const envelope = { success: true, errors: [], messages: [] }
    try {
      const page = url.searchParams.get('page')
      const path = url.pathname.replace('/client/v4', '')
      const result = answer(request.method ?? '', path, page, body)
      if (result !== undefined) {
        const count = Array.isArray(result) ? result.length : 1
        const result_info = { page: 1, per_page: 1000, count, total_count: count, total_pages: 1 }
        response.end(JSON.stringify({ ...envelope, result, result_info }))
        return
      }
    } catch (error) {
      unknown.push(String(error))
    }
    const errors = [{ code: 10007, message: 'workers.api.error.script_not_found' }]
    response.statusCode = 404
    response.end(JSON.stringify({ ...envelope, success: false, errors, result: null }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/client/v4`,
    namespaces,
    secrets,
    keys,
    uploads,
    unknown,
  }
}
