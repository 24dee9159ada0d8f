import { afterEach, beforeEach, expect, vi } from 'vitest'

// A warning is a defect: Vue's, a component's or a library's.
beforeEach(() => {
  vi.spyOn(console, 'warn')
  vi.spyOn(console, 'error')
})

afterEach(() => {
  expect(console.warn).not.toHaveBeenCalled()
  expect(console.error).not.toHaveBeenCalled()
})
