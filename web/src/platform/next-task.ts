/** Resolves in another task. The browser can paint and handle input before it. */
export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

/** Resolves after the current DOM is painted. In a hidden page, which never paints, resolves in the next task. */
export const nextPaint = (): Promise<void> =>
  document.hidden
    ? nextTask()
    : new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
