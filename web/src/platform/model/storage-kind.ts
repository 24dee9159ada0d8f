import * as v from 'valibot'

/**
 * Where files are stored while they are written and until they are published. `private-files`: the origin private file
 * system, with synchronous access in workers. `database`: IndexedDB, in chunks. `memory`: nothing survives the page.
 * The storage probe chooses the first one that works.
 */
export const StorageKind = v.picklist(['private-files', 'database', 'memory'])
export type StorageKind = v.InferOutput<typeof StorageKind>

/** Maximum number of bytes of one file that is kept in memory. Phones end pages that need much more. */
export const maxMemoryBytes = 256 * 1024 * 1024
