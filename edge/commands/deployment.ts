import type { Deployment } from './cloudflare.ts'

/** The members of a wrangler configuration that differ between deployments. */
export interface WranglerConfig {
  name?: string
  vars?: Record<string, string>
  kv_namespaces?: { binding: string; id?: string }[]
  routes?: { pattern: string; custom_domain: true }[]
  [member: string]: unknown
}

/**
 * Adapts the built configuration to one deployment. Empty variables are left out, so that `keep_vars` preserves the
 * values of the deployed Worker. A variable with a value in wrangler.jsonc overrides all others.
 */
export function configure(built: WranglerConfig, deployment: Deployment): WranglerConfig {
  const { worker, namespaceId, variables, domain } = deployment
  const nonEmpty = Object.entries(built.vars ?? {}).filter(([, value]) => value !== '')
  return {
    ...built,
    name: worker,
    vars: { ...variables, ...Object.fromEntries(nonEmpty) },
    ...(namespaceId && { kv_namespaces: [{ binding: 'UPLOADS', id: namespaceId }] }),
    ...(domain && { routes: [{ pattern: domain, custom_domain: true }] }),
  }
}
