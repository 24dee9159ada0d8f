import type { Captions, UploadId } from '@reelferry/contract'
import type { UploadRecord } from '../uploads/upload-record.ts'

/**
 * The captions of a video: those that its creator added, and those of VOD in other languages. The version in the address
 * makes browsers load captions that were changed.
 */
export function captionsOfVideo(uploadId: UploadId, record: UploadRecord): Captions[] {
  const tracks = record.captions?.tracks ?? []
  const own = tracks.map(({ language, label, version, isDefault }) => ({
    src: `/captions/${uploadId}/${language}.vtt?v=${version}`,
    ...{ language, label },
    ...(isDefault && { isDefault }),
  }))
  const languages = new Set(own.map(({ language }) => language))
  const others = (record.uploaded?.media?.captions ?? [])
    .filter(({ language }) => !languages.has(language))
    .map(({ url, ...rest }) => ({ src: url, ...rest }))
  return [...own, ...others]
}
