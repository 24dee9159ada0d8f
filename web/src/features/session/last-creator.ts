/** Who was signed in last in this browser, by their id: known also where the edge cannot be asked. */
const key = 'reelferry.creator'

export const lastCreator = (): string | undefined => localStorage.getItem(key) ?? undefined

export function rememberCreator(creatorId: string): void {
  localStorage.setItem(key, creatorId)
}

/** Calls back when somebody else has signed in, in another tab. */
export function onAnotherCreator(listener: () => void): void {
  window.addEventListener('storage', ({ key: changed, oldValue, newValue }) => {
    if (changed === key && oldValue && oldValue !== newValue) listener()
  })
}
