// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { texts } from '../../src/i18n/locales/en/operator.ts'
import { findingsView } from '../../src/operator/report-view.ts'

afterEach(() => vi.unstubAllGlobals())

it('selects a command where the page may not use the clipboard', async () => {
  for (const clipboard of [
    undefined,
    { writeText: () => Promise.reject(new DOMException('Denied', 'NotAllowedError')) },
  ]) {
    vi.stubGlobal('navigator', { clipboard })
    const finding = { level: 'problem', code: 'events-nowhere', values: {} } as const
    document.body.replaceChildren(...findingsView([finding], texts, 'en'))
    document.querySelector<HTMLButtonElement>('button[title="Copy command"]')?.click()
    await vi.waitFor(() => expect(String(getSelection())).toBe('pnpm run setup'))
    getSelection()?.removeAllRanges()
  }
})
