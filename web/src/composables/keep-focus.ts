import { onBeforeUpdate, onUpdated, type Ref } from 'vue'

/** What has the focus in the document or the shadow root that a node is in. */
export function focusedAround(node: Node | null): Element | null {
  const root = node?.getRootNode()
  return root instanceof ShadowRoot ? root.activeElement : document.activeElement
}

/** A control that goes away must not take the focus with it: the next one gets it, or else the container. */
export function useKeptFocus(container: Readonly<Ref<HTMLElement | null>>, controls: string): void {
  let hadFocus = false
  const hasFocus = () => container.value?.contains(focusedAround(container.value)) ?? false
  onBeforeUpdate(() => {
    hadFocus = hasFocus()
  })
  onUpdated(() => {
    if (!hadFocus || hasFocus()) return
    ;(container.value?.querySelector<HTMLElement>(controls) ?? container.value)?.focus()
  })
}
