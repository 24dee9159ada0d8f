import { createMiddleware } from 'hono/factory'
import { type Config, parseConfig } from './config.ts'
import { type WaitUntil, withErrorLog } from './http/wait-until.ts'
import { type Budget, VodClient } from './vod/client.ts'

/** Everything a request or a cron run works with. */
export interface RequestContext {
  kv: KVNamespace
  config: Config
  vod: VodClient
  /** VOD's API for requests of anonymous viewers. Its budget is separate, so that they cannot use up the creators'. */
  anonymousVod: VodClient
  /** Current time, unix ms. */
  now: () => number
  /** Keeps work running after the response. An error of that work is logged. */
  waitUntil: WaitUntil
}

/** Hono's environment: Cloudflare's bindings and the context of the request. */
export interface App {
  Bindings: Env
  Variables: { context: RequestContext }
}

type IsolateState = Pick<RequestContext, 'config' | 'vod' | 'anonymousVod'>

/** An isolate has one environment. */
const isolateStates = new WeakMap<Env, IsolateState>()

function isolateState(env: Env): IsolateState {
  let state = isolateStates.get(env)
  if (!state) {
    const config = parseConfig(env)
    const { VOD_BUDGET: budget } = env
    const anonymousBudget: Budget = {
      limit: ({ key }) => budget.limit({ key: `stranger:${key}` }),
    }
    const vod = new VodClient(config, budget)
    state = { config, vod, anonymousVod: new VodClient(config, anonymousBudget) }
    isolateStates.set(env, state)
  }
  return state
}

/**
 * Creates the context of a request or a cron run.
 * @param waitUntil of Cloudflare's ExecutionContext
 * @throws ConfigError
 */
export function createContext(env: Env, waitUntil: WaitUntil): RequestContext {
  return {
    ...isolateState(env),
    kv: env.UPLOADS,
    now: () => Date.now(),
    waitUntil: withErrorLog(waitUntil),
  }
}

/** Creates the context of each request. */
export const requestContext = createMiddleware<App>(async (c, next) => {
  c.set(
    'context',
    createContext(c.env, (work) => c.executionCtx.waitUntil(work)),
  )
  await next()
})
