import { onBeforeUnmount, readonly, ref, type Ref, watch } from 'vue'

/** An object URL of a file, revoked when the file changes or the component is unmounted. */
export function useObjectUrl(file: () => File | undefined): Readonly<Ref<string | undefined>> {
  const url = ref<string>()
  const revoke = () => url.value && URL.revokeObjectURL(url.value)
  watch(
    file,
    (next) => {
      revoke()
      url.value = next && URL.createObjectURL(next)
    },
    { immediate: true },
  )
  onBeforeUnmount(revoke)
  return readonly(url)
}
