import { type Ref, ref } from 'vue'

const said = ref('')

/** What the page's one polite live region says. */
export const announcement: Readonly<Ref<string>> = said

/** Says something to those who listen; also if it is the same as before. */
export function announce(text: string): void {
  // A live region speaks when its text changes, so a repetition ends with a space that nobody hears.
  said.value = said.value === text ? `${text}\u00a0` : text
}
