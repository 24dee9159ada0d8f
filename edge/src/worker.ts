import { app } from './app.ts'
import { configOf } from './config.ts'
import { pullEvents } from './uploads/pull-events.ts'
import { sweep } from './uploads/sweep.ts'

/** The Worker: answers requests, and looks after the uploads that nobody asks about. */
export default {
  fetch: app.fetch,
  async scheduled(_controller, env) {
    const config = configOf(env)
    if (config.EVENT_MODE === 'pull') await pullEvents(env.UPLOADS, config)
    await sweep(env.UPLOADS, config, Date.now())
  },
} satisfies ExportedHandler<Env>
