import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'
import type { ChosenFile } from '../model/chosen-file.ts'

/** `getAsFileSystemHandle` of the File System Access API, which TypeScript's DOM library does not have. */
type HandleItem = DataTransferItem & {
  getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>
}

/** What was dropped. Must be called before anything is awaited: the browser then forgets the drop. */
function dropped(data: DataTransfer | null): Promise<ChosenFile>[] {
  const items: HandleItem[] = [...(data?.items ?? [])]
  return items.flatMap((item) => {
    const file = item.getAsFile()
    if (!file) return []
    const handle = item.getAsFileSystemHandle?.().catch(() => null) ?? null
    return [
      Promise.resolve(handle).then((handle) =>
        handle instanceof FileSystemFileHandle ? { file, handle } : { file },
      ),
    ]
  })
}

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** Takes files that are dropped anywhere on the page; tells whether some are held over it. */
export function useFileDrop(take: (files: ChosenFile[]) => void): Readonly<Ref<boolean>> {
  const isDragging = ref(false)
  // Moving from one element to the next is an enter and a leave: the page is left at zero.
  let depth = 0

  const enter = (event: DragEvent) => {
    if (!carriesFiles(event)) return
    depth++
    isDragging.value = true
  }
  const leave = (event: DragEvent) => {
    if (!carriesFiles(event)) return
    depth = Math.max(0, depth - 1)
    isDragging.value = depth > 0
  }
  const over = (event: DragEvent) => {
    if (carriesFiles(event)) event.preventDefault()
  }
  const drop = (event: DragEvent) => {
    if (!carriesFiles(event)) return
    event.preventDefault()
    depth = 0
    isDragging.value = false
    void Promise.all(dropped(event.dataTransfer)).then(take)
  }

  onMounted(() => {
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragleave', leave)
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
  })
  onBeforeUnmount(() => {
    window.removeEventListener('dragenter', enter)
    window.removeEventListener('dragleave', leave)
    window.removeEventListener('dragover', over)
    window.removeEventListener('drop', drop)
  })
  return isDragging
}
