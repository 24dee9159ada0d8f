import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'
import { posterFrame } from '../../../media/poster-frame.ts'

/**
 * URL of a picture of a video, loaded when `element` becomes visible: a frame of its file, or its cover at VOD if the
 * file is not available; `''` while there is none.
 */
export function usePoster(
  element: Readonly<Ref<Element | null>>,
  loadFile: () => Promise<File | undefined>,
  loadCover: () => Promise<string>,
): Readonly<Ref<string>> {
  const url = ref('')
  let isUnmounted = false

  async function load() {
    const file = await loadFile()
    const frame = file && (await posterFrame(file, () => !isUnmounted))
    if (isUnmounted) return
    if (frame) url.value = URL.createObjectURL(frame)
    // A card works without a picture.
    else if (!file) url.value = await loadCover().catch(() => '')
  }

  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return
    observer.disconnect()
    void load()
  })
  onMounted(() => element.value && observer.observe(element.value))
  onBeforeUnmount(() => {
    isUnmounted = true
    observer.disconnect()
    if (url.value.startsWith('blob:')) URL.revokeObjectURL(url.value)
  })
  return url
}
