import type { FileId } from '@reelferry/contract'

/** HTML to paste into a page, as wide as the page has room for. `origin` is the studio's. */
export function embedCode(origin: string, video: { fileId: FileId; name: string }): string {
  const name = video.name.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
  return `<iframe src="${origin}/embed/${video.fileId}" title="${name}" style="width:100%;aspect-ratio:16/9;border:0" loading="lazy" allow="autoplay; fullscreen; picture-in-picture" allowfullscreen></iframe>`
}
