import { afterEach, beforeEach, expect, vi } from 'vitest'

// Every warning is a defect, also one of Vue or of a library.
beforeEach(() => {
  vi.spyOn(console, 'warn')
  vi.spyOn(console, 'error')
})

afterEach(() => {
  expect(console.warn).not.toHaveBeenCalled()
  expect(console.error).not.toHaveBeenCalled()
})
