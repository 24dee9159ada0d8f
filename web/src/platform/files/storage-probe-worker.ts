/** The worker that probes the storage: only workers may open files for synchronous access. */
import { probeStorage } from './probe-storage.ts'

// An uncaught error is an error event on the page.
self.postMessage(await probeStorage())
