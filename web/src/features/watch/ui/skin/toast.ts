import { button, element } from '../elements.ts'

/** Milliseconds for which a text stays visible. */
const textMs = 2000
const actionMs = 8000

/** A short text over the video, which screen readers announce once. */
export function createToast(signal: AbortSignal) {
  const text = element('span', '')
  text.setAttribute('aria-live', 'polite')
  const root = element('div', 'skin-toast', text)
  let timer: ReturnType<typeof setTimeout> | undefined

  function clear(): void {
    text.textContent = ''
    root.replaceChildren(text)
  }
  signal.addEventListener('abort', () => clearTimeout(timer))

  /** @param action an action that the text offers */
  function show(next: string, action?: { name: string; select(): void }): void {
    clearTimeout(timer)
    clear()
    text.textContent = next
    if (action)
      root.append(
        button(
          '',
          () => {
            clear()
            action.select()
          },
          action.name,
        ),
      )
    timer = setTimeout(clear, action ? actionMs : textMs)
  }
  return { element: root, show }
}
