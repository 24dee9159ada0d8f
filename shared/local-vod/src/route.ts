import type { IncomingMessage } from 'node:http'
import { controlPrefix } from './control/control.ts'

/** The services of a region, which share one port here. */
export type Service = 'control' | 'preflight' | 'uploadApi' | 'serverApi' | 'cos' | 'delivery'

/** Query parameters that only COS requests have. */
const cosParameters = ['uploads', 'uploadId', 'partNumber']

/**
 * Which service a request is for, by its shape: on a loopback address all services have the same name. A COS host name
 * decides by itself, so that a request without signature is refused there and not served as media.
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
