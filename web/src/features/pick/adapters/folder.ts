import { refuseSourceFile } from '@reelferry/contract'
import type { ChosenFile } from '../model/chosen-file.ts'

/** Of a folder only its videos were meant. */
const videosOf = (files: File[]): ChosenFile[] =>
  files
    .filter((file) => refuseSourceFile(file, Infinity) !== 'not-a-video')
    .map((file) => ({ file }))

/** Lets a folder be chosen, which takes a click; its videos, and those of the folders in it. */
export function chooseFolder(): Promise<ChosenFile[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input')
    input.type = 'file'
    input.webkitdirectory = true
    input.addEventListener('change', () => resolve(videosOf([...(input.files ?? [])])))
    input.addEventListener('cancel', () => resolve([]))
    input.click()
  })
}

/** The videos in a folder that was dropped, and in the folders in it. */
export const readFolder = async (folder: FileSystemDirectoryEntry): Promise<ChosenFile[]> =>
  videosOf(await filesIn(folder))

async function filesIn(folder: FileSystemDirectoryEntry): Promise<File[]> {
  const reader = folder.createReader()
  const files: File[] = []
  // Some at a time, until there are no more (File and Directory Entries API).
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (entries.length === 0) return files
    // One that cannot be read must not cost the others.
    for (const entry of entries) files.push(...(await filesOf(entry).catch(() => [])))
  }
}

async function filesOf(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isDirectory) return filesIn(entry as FileSystemDirectoryEntry)
  return [
    await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    ),
  ]
}
