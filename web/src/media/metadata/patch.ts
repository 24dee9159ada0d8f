import type { Patch } from '../model/private-data.ts'

const zeros = new Blob([new Uint8Array(64 * 1024)])

/**
 * Returns a file that differs from `file` only in the patched ranges. Nothing is copied or read: the browser reads the
 * other bytes from the source. Without patches, returns `file` itself.
 * @param patches in any order. Where two overlap, the second one in file order applies to the rest only.
 */
export function patchedFile(file: File, patches: readonly Patch[]): File {
  if (patches.length === 0) return file
  const parts: BlobPart[] = []
  let at = 0
  for (const { start, end, head } of patches.toSorted((a, b) => a.start - b.start)) {
    if (end <= at || end > file.size) continue
    if (start > at) parts.push(file.slice(at, start))
    const replaced = [head, ...zeroParts(end - start - head.byteLength)]
    const hidden = Math.max(0, at - start)
    parts.push(...(hidden > 0 ? [new Blob(replaced).slice(hidden)] : replaced))
    at = end
  }
  if (at < file.size) parts.push(file.slice(at))
  const { name, type, lastModified } = file
  return new File(parts, name, { type, lastModified })
}

function zeroParts(length: number): Blob[] {
  const whole = Array.from({ length: Math.floor(length / zeros.size) }, () => zeros)
  const rest = length % zeros.size
  return rest > 0 ? [...whole, zeros.slice(0, rest)] : whole
}
