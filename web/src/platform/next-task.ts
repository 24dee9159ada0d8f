/** Resolves in another task, before which the browser may paint, and answer to what the user does. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** Resolves once what is there is painted; at once where nobody sees the page. */
export const painted = (): Promise<void> =>
  document.hidden
    ? nextTask()
    : new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
