import { onBeforeUpdate, onUpdated, type Ref } from 'vue'

/** The focused element in the same document or shadow root as `node`. */
export function focusedElement(node: Node | null): Element | null {
  const root = node?.getRootNode()
  return root instanceof ShadowRoot ? root.activeElement : document.activeElement
}

/**
 * When an update removes the focused control of a container, focuses another control, or else the container.
 * @param controls selector of the controls; the first match receives the focus
 */
export function useFocusFallback(
  container: Readonly<Ref<HTMLElement | null>>,
  controls: string,
): void {
  let hadFocus = false
  const hasFocus = () => container.value?.contains(focusedElement(container.value)) ?? false
  onBeforeUpdate(() => {
    hadFocus = hasFocus()
  })
  onUpdated(() => {
    if (!hadFocus || hasFocus()) return
    ;(container.value?.querySelector<HTMLElement>(controls) ?? container.value)?.focus()
  })
}
