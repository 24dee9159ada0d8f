const storageKey = 'reelferry.creator'

/** The id of the last creator who signed in here. It is available while the edge is unreachable. */
export function lastCreator(): string | undefined {
  try {
    return localStorage.getItem(storageKey) ?? undefined
  } catch {
    // A browser that denies storage cannot persist a queue either.
    return undefined
  }
}

/** Stores the id of the signed-in creator for {@link lastCreator}. */
export function storeCreator(creatorId: string): void {
  try {
    localStorage.setItem(storageKey, creatorId)
  } catch {
    // Only a persisted queue needs the id, and such a browser persists none.
  }
}

/** Calls `listener` when another creator has signed in, in another tab. */
export function onCreatorChange(listener: () => void): void {
  window.addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key === storageKey && oldValue && oldValue !== newValue) listener()
  })
}
