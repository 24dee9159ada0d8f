/** The segments of a JPEG image of this size, without its pixels. */
const jpeg = (width: number, height: number) =>
  new Uint8Array([
    ...[0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff],
    ...[0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 0x11, 0],
    ...[0xff, 0xd9],
  ])

/** An image with four tiles of 160 × 90 pixels in three columns, and the query that describes it. */
export const tiles = { image: jpeg(480, 180), query: 'width=160&height=90&count=4' }
