import { vi } from 'vitest'

// Vitest has no setting for this limit of one second, which a busy machine exceeds.
const { waitFor } = vi
vi.waitFor = (callback, options = 10_000) => waitFor(callback, options)
