import { coverSize, isPicture, largestPicture, type PictureRefusal } from './picture-file.ts'

/** A file cannot be taken for a cover. */
export class PictureError extends Error {
  override name = 'PictureError'
  readonly refusal: PictureRefusal

  constructor(refusal: PictureRefusal, options?: ErrorOptions) {
    super(refusal, options)
    this.refusal = refusal
  }
}

/** The frame that a video element shows, as a cover. */
export function coverOfFrame(video: HTMLVideoElement): Promise<File> {
  return draw(video, { width: video.videoWidth, height: video.videoHeight })
}

/**
 * A picture of the creator's own, as a cover: upright, of a sensible size, and without what cameras write
 * into their files. Rejects with a {@link PictureError}.
 */
export async function coverOfPicture(file: Blob): Promise<File> {
  if (!isPicture(new Uint8Array(await file.slice(0, 12).arrayBuffer())))
    throw new PictureError('not-a-picture')
  if (file.size > largestPicture) throw new PictureError('picture-too-large')
  const picture = await createImageBitmap(file).catch((cause: unknown) => {
    throw new PictureError('picture-unreadable', { cause })
  })
  try {
    return await draw(picture, picture)
  } finally {
    picture.close()
  }
}

async function draw(
  picture: CanvasImageSource,
  size: { width: number; height: number },
): Promise<File> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, coverSize(size))
  const context = canvas.getContext('2d')
  if (!context) throw new PictureError('picture-unreadable')
  context.imageSmoothingQuality = 'high'
  // What is transparent would be black in a JPEG.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', 0.9),
  )
  if (!blob) throw new PictureError('picture-unreadable')
  return new File([blob], 'cover.jpg', { type: blob.type })
}
