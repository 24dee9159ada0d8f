import type { Locator } from '@playwright/test'

/**
 * Records the values that an attribute of an element has from now on, each once in a row. For states that can end before
 * a test looks at them.
 * @returns a function that resolves with the values so far
 */
export async function recordAttribute(
  element: Locator,
  name: string,
): Promise<() => Promise<string[]>> {
  const values = await element.evaluateHandle((target, attribute) => {
    const seen: string[] = []
    const record = () => {
      const value = target.getAttribute(attribute) ?? ''
      if (value !== seen.at(-1)) seen.push(value)
    }
    new MutationObserver(record).observe(target, { attributes: true })
    record()
    return seen
  }, name)
  return () => values.jsonValue()
}
