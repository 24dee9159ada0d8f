import type { Page } from '@playwright/test'

interface LayoutShift {
  value: number
  /** Whether it may be the answer to what somebody did in the half second before. */
  hadRecentInput: boolean
}

/** What has moved on a page since it was opened. */
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
        // Entries come in a task of their own, before the frame after the next.
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve([]))))
      }),
  )
