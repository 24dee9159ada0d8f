import type { FolderContent } from './folder.ts'

/** Loads the code that reads folders, which most creators do not need. */
const loadReader = () => import('./folder.ts')

const unread: FolderContent = { videos: [], isComplete: false }

/**
 * Opens the browser's folder dialog, which requires a user gesture. Resolves with the videos of the folder and of its
 * subfolders, or with `undefined` if the dialog is cancelled.
 */
export async function chooseFolder(): Promise<FolderContent | undefined> {
  const files = await new Promise<File[] | undefined>((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.webkitdirectory = true
    input.addEventListener('change', () => resolve([...(input.files ?? [])]))
    input.addEventListener('cancel', () => resolve(undefined))
    input.click()
  })
  if (!files) return undefined
  return loadReader().then(
    async ({ videosOf }) => ({ videos: await videosOf(files), isComplete: true }),
    () => unread,
  )
}

/** Reads a dropped folder. Skips entries that cannot be read. */
export const readDroppedFolder = (folder: FileSystemDirectoryEntry): Promise<FolderContent> =>
  loadReader().then(
    ({ readFolder }) => readFolder(folder),
    () => unread,
  )
