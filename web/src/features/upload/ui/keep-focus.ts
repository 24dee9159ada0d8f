import { onBeforeUpdate, onUpdated, type Ref } from 'vue'

/** A control that goes away must not take the focus with it: the next one gets it, or else the container. */
export function useKeptFocus(container: Readonly<Ref<HTMLElement | null>>, controls: string): void {
  let hadFocus = false
  const hasFocus = () => {
    const root = container.value?.getRootNode()
    const focused = root instanceof ShadowRoot ? root.activeElement : document.activeElement
    return container.value?.contains(focused) ?? false
  }
  onBeforeUpdate(() => {
    hadFocus = hasFocus()
  })
  onUpdated(() => {
    if (!hadFocus || hasFocus()) return
    ;(container.value?.querySelector<HTMLElement>(controls) ?? container.value)?.focus()
  })
}
