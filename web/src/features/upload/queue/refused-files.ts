import type { ProblemCode } from '@reelferry/contract'
import { type ShallowRef, shallowRef } from 'vue'

/** A chosen file that cannot be uploaded, with the reason. It is shown until the creator dismisses it, and not stored. */
export interface RefusedFile {
  id: string
  name: string
  code: ProblemCode
  /** The maximum size in bytes, if the file is larger. */
  maxFileBytes?: number
}

/** The files that were refused when they were added, in this order. */
export interface RefusedFiles {
  refused: ShallowRef<readonly RefusedFile[]>
  add(file: RefusedFile): void
  set(files: readonly RefusedFile[]): void
  dismiss(id: string): void
}

export function createRefusedFiles(): RefusedFiles {
  const refused = shallowRef<readonly RefusedFile[]>([])
  return {
    refused,
    add: (file) => void (refused.value = [...refused.value, file]),
    set: (files) => void (refused.value = files),
    dismiss: (id) => void (refused.value = refused.value.filter((file) => file.id !== id)),
  }
}
