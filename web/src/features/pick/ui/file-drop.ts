import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue'
import { readDroppedFolder } from '../adapters/choose-folder.ts'
import type { FolderContent } from '../adapters/folder.ts'

/** `getAsFileSystemHandle` of the File System Access API, which TypeScript's DOM library does not have. */
type HandleItem = DataTransferItem & {
  getAsFileSystemHandle?: () => Promise<FileSystemHandle | null>
}

/** Reads the dropped items. Must be called synchronously in the event: the browser clears them afterwards. */
function readDrop(data: DataTransfer | null): Promise<FolderContent>[] {
  const items: HandleItem[] = [...(data?.items ?? [])]
  return items.flatMap((item) => {
    const entry = item.webkitGetAsEntry?.()
    if (entry?.isDirectory) return [readDroppedFolder(entry as FileSystemDirectoryEntry)]
    const file = item.getAsFile()
    if (!file) return []
    const handle = item.getAsFileSystemHandle?.().catch(() => null) ?? null
    return [
      Promise.resolve(handle).then((handle) => ({
        videos: [handle instanceof FileSystemFileHandle ? { file, handle } : { file }],
        isComplete: true,
      })),
    ]
  })
}

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

/** The target of drops: the whole page of the studio, but only the uploader's element on the page of another site. */
function dropTargetOf(part: Node): EventTarget {
  const root = part.getRootNode()
  return root instanceof ShadowRoot ? root.host : window
}

/**
 * Passes dropped and pasted files to `take`.
 * @param part an element of the page or shadow root that accepts drops
 * @returns number of files that are dragged over the target, 0 if the browser hides it, `undefined` if none are
 */
export function useFileDrop(
  part: Readonly<Ref<Node | null>>,
  take: (dropped: FolderContent) => void,
): Readonly<Ref<number | undefined>> {
  const draggedFiles = ref<number>()
  // Moving to another element fires an enter and a leave. The files have left the target only when the depth is zero.
  let depth = 0

  const enter = ({ dataTransfer }: DragEvent) => {
    depth++
    draggedFiles.value = dataTransfer?.items.length ?? 0
  }
  const leave = () => {
    depth = Math.max(0, depth - 1)
    if (depth === 0) draggedFiles.value = undefined
  }
  const over = (event: DragEvent) => event.preventDefault()
  const drop = (event: DragEvent) => {
    event.preventDefault()
    depth = 0
    draggedFiles.value = undefined
    const contents = readDrop(event.dataTransfer)
    if (contents.length === 0) return
    void Promise.all(contents).then((all) =>
      take({
        videos: all.flatMap(({ videos }) => videos),
        isComplete: all.every(({ isComplete }) => isComplete),
      }),
    )
  }

  const paste = (event: Event) => {
    const files = event instanceof ClipboardEvent ? [...(event.clipboardData?.files ?? [])] : []
    if (files.length > 0) take({ videos: files.map((file) => ({ file })), isComplete: true })
  }

  const listeners = new AbortController()
  onMounted(() => {
    if (!part.value) return
    const target = dropTargetOf(part.value)
    const on = (type: string, listener: (event: DragEvent) => void) =>
      target.addEventListener(
        type,
        (event) => event instanceof DragEvent && carriesFiles(event) && listener(event),
        { signal: listeners.signal },
      )
    on('dragenter', enter)
    on('dragleave', leave)
    on('dragover', over)
    on('drop', drop)
    target.addEventListener('paste', paste, { signal: listeners.signal })
  })
  onBeforeUnmount(() => listeners.abort())
  return draggedFiles
}
