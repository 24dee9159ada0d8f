import type { Page } from '@playwright/test'

interface LayoutShift {
  value: number
  /** Whether there was user input in the half second before. */
  hadRecentInput: boolean
}

/** The layout shifts of a page since it was opened. */
export const layoutShifts = (page: Page): Promise<LayoutShift[]> =>
  page.evaluate(
    () =>
      new Promise<LayoutShift[]>((resolve) => {
        new PerformanceObserver((list) =>
          resolve(
            list.getEntries().map((entry) => {
              const { value, hadRecentInput } = entry as never as LayoutShift
              return { value, hadRecentInput }
            }),
          ),
        ).observe({ type: 'layout-shift', buffered: true })
        // Entries are delivered in a separate task before the second next frame.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve([]))))
      }),
  )
