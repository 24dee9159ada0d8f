import { onBeforeUnmount, onMounted, type Ref } from 'vue'

/** Focuses a search field with the key `/`, unless the creator is typing or a dialog is open. */
export function useSearchKey(field: Readonly<Ref<HTMLInputElement | null>>): void {
  function focus(event: KeyboardEvent) {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
    const isTyping =
      event.target instanceof Element &&
      event.target.matches('input:not([type=checkbox]), textarea')
    if (isTyping || !field.value?.checkVisibility() || document.querySelector('dialog[open]'))
      return
    event.preventDefault()
    field.value.select()
    field.value.focus()
  }
  onMounted(() => window.addEventListener('keydown', focus))
  onBeforeUnmount(() => window.removeEventListener('keydown', focus))
}
