import type { IncomingMessage } from 'node:http'
import { controlPrefix } from './control/control.ts'

/** The services of a region. They share one port. */
export type Service = 'control' | 'preflight' | 'uploadApi' | 'serverApi' | 'cos' | 'delivery'

/** Query parameters that only COS requests have. */
const cosParameters = ['uploads', 'uploadId', 'partNumber']

/**
 * Determines the service of a request. On a loopback address all services have the same host name, so path, method and
 * headers decide. A COS host name always means COS: a request without a signature must be rejected, not served as media.
 */
export function serviceOf({ method, headers }: IncomingMessage, url: URL): Service {
  if (url.pathname.startsWith(controlPrefix)) return 'control'
  if (method === 'OPTIONS') return 'preflight'
  if (/\.cos\.[^.]+\.(myqcloud\.com|tencentcos\.cn)(:\d+)?$/.test(headers.host ?? '')) return 'cos'
  if (method === 'POST' && url.pathname === '/v3/index.php') return 'uploadApi'
  if (method === 'POST' && headers['x-tc-action'] !== undefined) return 'serverApi'
  const isSigned = headers.authorization?.startsWith('q-sign-algorithm=') ?? false
  const isCos = isSigned || cosParameters.some((name) => url.searchParams.has(name))
  return isCos || method === 'PUT' ? 'cos' : 'delivery'
}
