import { coverSize } from '../../../media/model/cover-size.ts'
import { isPicture, maxPictureBytes, type PictureRejection } from './picture-file.ts'

/** A file cannot be used as a cover. */
export class PictureError extends Error {
  override name = 'PictureError'
  readonly rejection: PictureRejection

  constructor(rejection: PictureRejection, options?: ErrorOptions) {
    super(rejection, options)
    this.rejection = rejection
  }
}

/** Makes a cover of the frame that a video element shows. */
export function coverFromFrame(video: HTMLVideoElement): Promise<File> {
  return draw(video, { width: video.videoWidth, height: video.videoHeight })
}

/**
 * Makes a cover of a picture file: upright, scaled down, and without metadata of the camera.
 * @throws PictureError
 */
export async function coverFromPicture(file: Blob): Promise<File> {
  if (!isPicture(new Uint8Array(await file.slice(0, 12).arrayBuffer())))
    throw new PictureError('not-a-picture')
  if (file.size > maxPictureBytes) throw new PictureError('picture-too-large')
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
  // Transparent pixels would become black in a JPEG.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas.toBlob(resolve, 'image/jpeg', 0.9),
  )
  if (!blob) throw new PictureError('picture-unreadable')
  return new File([blob], 'cover.jpg', { type: blob.type })
}
