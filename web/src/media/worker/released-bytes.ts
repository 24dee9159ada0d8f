import { EncodedPacketSink, type InputTrack } from 'mediabunny'

/** Bytes at both ends of a packet that are compared with zero. No codec starts or ends a packet with so many zeros. */
const edge = 8

/**
 * Whether bytes of the packets between two times of a track were released: a result in memory has zeros in place of the
 * bytes that were sent before it was complete. Seconds.
 */
export async function isReleased(track: InputTrack, from: number, to: number): Promise<boolean> {
  const sink = new EncodedPacketSink(track)
  for (let packet = await sink.getPacket(from); packet; packet = await sink.getNextPacket(packet)) {
    const { data, timestamp } = packet
    if (isZero(data.subarray(0, edge)) || isZero(data.subarray(-edge))) return true
    if (timestamp >= to) return false
  }
  return false
}

const isZero = (bytes: Uint8Array) => bytes.every((byte) => byte === 0)
