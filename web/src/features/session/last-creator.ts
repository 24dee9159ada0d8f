/** Stores the id of the last signed-in creator, so that it is known while the edge is unreachable. */
const storageKey = 'reelferry.creator'

export function lastCreator(): string | undefined {
  try {
    return localStorage.getItem(storageKey) ?? undefined
  } catch {
    // A browser that denies storage cannot persist a queue either.
    return undefined
  }
}

export function storeCreator(creatorId: string): void {
  try {
    localStorage.setItem(storageKey, creatorId)
  } catch {
    // See above.
  }
}

/** Calls `listener` when another creator has signed in, in another tab. */
export function onCreatorChange(listener: () => void): void {
  window.addEventListener('storage', ({ key, oldValue, newValue }) => {
    if (key === storageKey && oldValue && oldValue !== newValue) listener()
  })
}
