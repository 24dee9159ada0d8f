import { type Ref, ref } from 'vue'

const current = ref('')

/** The text of the page's only live region. */
export const announcement: Readonly<Ref<string>> = current

/** Announces a text to screen readers, even if it is the same as the one before. */
export function announce(text: string): void {
  // Screen readers announce changes only, so a repeated text gets an additional space.
  current.value = current.value === text ? `${text}\u00a0` : text
}
