import type { UploadId } from '@reelferry/contract'

/** The selected videos: `all` of the shown ones, also of those that are still to be loaded, or some. */
export interface Selection {
  all: boolean
  some: ReadonlySet<UploadId>
  /** The video that was selected or deselected last. A range starts at it. */
  anchor: UploadId | undefined
}

export const noSelection: Selection = { all: false, some: new Set(), anchor: undefined }
export const wholeSelection: Selection = { all: true, some: new Set(), anchor: undefined }

/** The selected ones of the shown videos. A video that is not shown is not selected. */
export const selectedOf = (
  { all, some }: Selection,
  shown: readonly UploadId[],
): ReadonlySet<UploadId> => new Set(all ? shown : shown.filter((uploadId) => some.has(uploadId)))

/** Selects or deselects a video, or with `isRange` all videos from the anchor to it. */
export function select(
  selection: Selection,
  shown: readonly UploadId[],
  uploadId: UploadId,
  { isSelected, isRange }: { isSelected: boolean; isRange: boolean },
): Selection {
  const target = shown.indexOf(uploadId)
  const from = selection.anchor && isRange ? shown.indexOf(selection.anchor) : -1
  const anchor = from === -1 ? target : from
  const changed = shown.slice(Math.min(anchor, target), Math.max(anchor, target) + 1)
  const some = new Set(selectedOf(selection, shown))
  for (const item of changed) {
    if (isSelected) some.add(item)
    else some.delete(item)
  }
  return { all: false, some, anchor: uploadId }
}
