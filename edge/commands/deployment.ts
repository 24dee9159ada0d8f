import type { Deployment } from './cloudflare.ts'

/** The members of a wrangler configuration that differ from one deployment to another. */
export interface WranglerConfig {
  name?: string
  vars?: Record<string, string>
  kv_namespaces?: { binding: string; id?: string }[]
  routes?: { pattern: string; custom_domain: true }[]
  [member: string]: unknown
}

/**
 * The built configuration, for one deployment. Variables that are empty in it are left out, so that
 * `keep_vars` keeps what the deployed Worker has; one that is filled in wins over all others.
 */
export function configure(built: WranglerConfig, deployment: Deployment): WranglerConfig {
  const { worker, namespaceId, variables, domain } = deployment
  const filledIn = Object.entries(built.vars ?? {}).filter(([, value]) => value !== '')
  return {
    ...built,
    name: worker,
    vars: { ...variables, ...Object.fromEntries(filledIn) },
    ...(namespaceId && { kv_namespaces: [{ binding: 'UPLOADS', id: namespaceId }] }),
    ...(domain && { routes: [{ pattern: domain, custom_domain: true }] }),
  }
}
