import { app } from './app.ts'
import { createContext } from './context.ts'
import { pullEvents } from './uploads/pull-events.ts'
import { sweep } from './uploads/sweep.ts'

/** The Worker: answers requests, and syncs uploads that nobody polls. */
export default {
  fetch: app.fetch,
  async scheduled(_controller, env) {
    const work: Promise<void>[] = []
    const context = createContext(env, (promise) => work.push(promise))
    if (context.config.EVENT_MODE === 'pull') await pullEvents(context)
    await sweep(context)
    await Promise.all(work)
  },
} satisfies ExportedHandler<Env>
