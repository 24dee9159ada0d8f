import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'
import { type FolderContent, readFolder } from '../adapters/folder.ts'

/** `getAsFileSystemHandle` of the File System Access API, which TypeScript's DOM library does not have. */
type HandleItem = DataTransferItem & {
  getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>
}

/** What was dropped. Must be called before anything is awaited: the browser then forgets the drop. */
function dropped(data: DataTransfer | null): Promise<FolderContent>[] {
  const items: HandleItem[] = [...(data?.items ?? [])]
  return items.flatMap((item) => {
    const entry = item.webkitGetAsEntry?.()
    if (entry?.isDirectory) return [readFolder(entry as FileSystemDirectoryEntry)]
    const file = item.getAsFile()
    if (!file) return []
    const handle = item.getAsFileSystemHandle?.().catch(() => null) ?? null
    return [
      Promise.resolve(handle).then((handle) => ({
        videos: [handle instanceof FileSystemFileHandle ? { file, handle } : { file }],
        isWhole: true,
      })),
    ]
  })
}

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** The whole page; of another site's page, which may have places of its own, only the element that is ours. */
function placeOf(part: Node): EventTarget {
  const root = part.getRootNode()
  return root instanceof ShadowRoot ? root.host : window
}

/**
 * Takes files that are dropped anywhere on the page around `part`, or pasted into it; tells whether some are held
 * over it.
 */
export function useFileDrop(
  part: Readonly<Ref<Node | null>>,
  take: (dropped: FolderContent) => void,
): Readonly<Ref<boolean>> {
  const isDragging = ref(false)
  // Moving from one element to the next is an enter and a leave: the page is left at zero.
  let depth = 0

  const enter = () => {
    depth++
    isDragging.value = true
  }
  const leave = () => {
    depth = Math.max(0, depth - 1)
    isDragging.value = depth > 0
  }
  const over = (event: DragEvent) => event.preventDefault()
  const drop = (event: DragEvent) => {
    event.preventDefault()
    depth = 0
    isDragging.value = false
    const contents = dropped(event.dataTransfer)
    if (contents.length === 0) return
    void Promise.all(contents).then((all) =>
      take({
        videos: all.flatMap(({ videos }) => videos),
        isWhole: all.every(({ isWhole }) => isWhole),
      }),
    )
  }

  const paste = (event: Event) => {
    const files = event instanceof ClipboardEvent ? [...(event.clipboardData?.files ?? [])] : []
    if (files.length > 0) take({ videos: files.map((file) => ({ file })), isWhole: true })
  }

  const listening = new AbortController()
  onMounted(() => {
    if (!part.value) return
    const place = placeOf(part.value)
    const on = (type: string, listener: (event: DragEvent) => void) =>
      place.addEventListener(
        type,
        (event) => event instanceof DragEvent && carriesFiles(event) && listener(event),
        { signal: listening.signal },
      )
    on('dragenter', enter)
    on('dragleave', leave)
    on('dragover', over)
    on('drop', drop)
    place.addEventListener('paste', paste, { signal: listening.signal })
  })
  onBeforeUnmount(() => listening.abort())
  return isDragging
}
