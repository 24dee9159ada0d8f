import type { VideoSample } from 'mediabunny'
import { type Luma, scaleLuma } from '../model/luma.ts'

/** Formats that start with a plane of luma with 8 bits. */
const formats = /^(I420|I422|I444|NV12)A?$/

/** Copies the luma of a frame, in a size. Resolves with `undefined` if the pixels cannot be read. */
export async function lumaOf(
  frame: VideoSample,
  { width, height }: { width: number; height: number },
): Promise<Luma | undefined> {
  if (!formats.test(frame.format ?? '')) return undefined
  const data = new Uint8Array(frame.allocationSize())
  const [plane] = await frame.copyTo(data)
  if (!plane) return undefined
  const { codedWidth, codedHeight } = frame
  const luma = { width: codedWidth, height: codedHeight, stride: plane.stride, data }
  return scaleLuma({ ...luma, data: data.subarray(plane.offset) }, width, height)
}
