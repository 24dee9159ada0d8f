import { EncodedPacketSink, type InputTrack } from 'mediabunny'

/** Seconds by which the time of a copied packet may differ: containers round. */
const tolerance = 0.005

/** A part of a track, in seconds. */
interface Part {
  track: InputTrack
  start: number
}

/** Whether two parts of this length have the same packets at the same times. Decodes nothing. */
export async function haveSamePackets(a: Part, b: Part, duration: number): Promise<boolean> {
  const [sinkA, sinkB] = [new EncodedPacketSink(a.track), new EncodedPacketSink(b.track)]
  let [packetA, packetB] = [await sinkA.getPacket(a.start), await sinkB.getPacket(b.start)]
  if (!packetA) return false
  while (packetA && packetA.timestamp < a.start + duration) {
    if (!packetB) return false
    const difference = packetA.timestamp - a.start - (packetB.timestamp - b.start)
    if (Math.abs(difference) > tolerance || !isEqual(packetA.data, packetB.data)) return false
    packetA = await sinkA.getNextPacket(packetA)
    packetB = await sinkB.getNextPacket(packetB)
  }
  return true
}

const isEqual = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, index) => byte === b[index])
