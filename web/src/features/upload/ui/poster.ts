import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'
import { posterFrame } from '../../../media/poster-frame.ts'

/**
 * The address of a picture of a video, once `element` has been seen: of its file, or else of its cover at
 * VOD; `''` while there is none.
 */
export function usePoster(
  element: Readonly<Ref<Element | null>>,
  loadFile: () => Promise<File | undefined>,
  loadCover: () => Promise<string>,
): Readonly<Ref<string>> {
  const url = ref('')
  let isOver = false

  async function load() {
    const file = await loadFile()
    const frame = file && (await posterFrame(file, () => !isOver))
    if (isOver) return
    if (frame) url.value = URL.createObjectURL(frame)
    // A card without a picture is a card all the same.
    else if (!file) url.value = await loadCover().catch(() => '')
  }

  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return
    observer.disconnect()
    void load()
  })
  onMounted(() => element.value && observer.observe(element.value))
  onBeforeUnmount(() => {
    isOver = true
    observer.disconnect()
    if (url.value.startsWith('blob:')) URL.revokeObjectURL(url.value)
  })
  return url
}
