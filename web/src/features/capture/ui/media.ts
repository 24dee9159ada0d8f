import { onBeforeUnmount, readonly, ref, type Ref, watch } from 'vue'

/** The address of a file, for as long as it is shown. */
export function useObjectUrl(file: () => File | undefined): Readonly<Ref<string | undefined>> {
  const url = ref<string>()
  const revoke = () => url.value && URL.revokeObjectURL(url.value)
  watch(file, (next) => {
    revoke()
    url.value = next && URL.createObjectURL(next)
  })
  onBeforeUnmount(revoke)
  return readonly(url)
}
