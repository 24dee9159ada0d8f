import type { Upload } from '@reelferry/contract'
import { expect, it } from 'vitest'
import { type Order, sortUploads } from '../../../src/features/library/model/order.ts'

const upload = (name: string, duration?: number) =>
  ({ name, ...(duration && { video: { url: '', coverUrl: '', duration } }) }) as Upload

const library = [upload('take 10.mp4', 5), upload('Äpfel.mp4'), upload('take 9.mp4', 60)]

it.each<[Order, string[]]>([
  ['newest', ['take 10.mp4', 'Äpfel.mp4', 'take 9.mp4']],
  ['oldest', ['take 9.mp4', 'Äpfel.mp4', 'take 10.mp4']],
  ['longest', ['take 9.mp4', 'take 10.mp4', 'Äpfel.mp4']],
  ['title', ['Äpfel.mp4', 'take 9.mp4', 'take 10.mp4']],
])('sorts by %s', (order, names) => {
  expect(sortUploads(library, order, 'en').map(({ name }) => name)).toEqual(names)
})
