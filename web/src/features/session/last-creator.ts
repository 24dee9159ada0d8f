/** Who was signed in last in this browser, by their id: known also where the edge cannot be asked. */
const key = 'reelferry.creator'

export function lastCreator(): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    // A browser that refuses storage keeps no queue either.
    return undefined
  }
}

export function rememberCreator(creatorId: string): void {
  try {
    localStorage.setItem(key, creatorId)
  } catch {
    // As above.
  }
}

/** Calls back when somebody else has signed in, in another tab. */
export function onAnotherCreator(listener: () => void): void {
  window.addEventListener('storage', ({ key: changed, oldValue, newValue }) => {
    if (changed === key && oldValue && oldValue !== newValue) listener()
  })
}
