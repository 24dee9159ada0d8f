import { expect, it, onTestFinished, vi } from 'vitest'
import { posterFrame } from '../../src/media/poster-frame.ts'

it('continues with the next file after a file failed', async () => {
  const video = new File(['-'], 'clip.mp4', { type: 'video/mp4' })
  const createObjectURL = vi
    .spyOn(URL, 'createObjectURL')
    .mockImplementationOnce(() => {
      throw new Error('first')
    })
    .mockImplementationOnce(() => {
      throw new Error('second')
    })
  onTestFinished(() => createObjectURL.mockRestore())
  await expect(posterFrame(video, () => true)).rejects.toThrow('first')
  await expect(posterFrame(video, () => true)).rejects.toThrow('second')
})

it('returns an image unchanged', async () => {
  const image = new File(['-'], 'cover.png', { type: 'image/png' })
  expect(await posterFrame(image, () => true)).toBe(image)
})
