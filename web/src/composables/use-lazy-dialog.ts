import { type Component, ref, shallowRef } from 'vue'

/**
 * A dialog whose code is loaded when it is first opened. After a failure it can be opened again.
 * @param load loads the component, and everything that it needs
 */
export function useLazyDialog(load: () => Promise<{ default: Component }>) {
  const dialog = shallowRef<Component>()
  const isOpen = ref(false)
  const isUnreachable = ref(false)

  async function open(): Promise<void> {
    isUnreachable.value = false
    try {
      dialog.value = (await load()).default
      isOpen.value = true
    } catch {
      isUnreachable.value = true
    }
  }

  return { dialog, isOpen, isUnreachable, open }
}
