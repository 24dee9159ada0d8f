import {
  EncodedPacketSink,
  type InputVideoTrack,
  IsobmffInputFormat,
  MatroskaInputFormat,
  MpegTsInputFormat,
} from 'mediabunny'
import { hasClusterJump } from './matroska-clusters.ts'
import { hasTransportJump } from './transport-timestamps.ts'

/** Seconds by which a frame may be earlier than a frame before it in decoding order. */
const tolerance = 1

/**
 * Whether the timestamps of a file jump back: its clock wrapped, or recordings were joined. Players that follow the
 * timestamps skip such a part, and so would a conversion. Reads tables and headers; all of an MPEG transport stream,
 * because it has no tables.
 */
export async function hasTimestampJump(file: Blob, track: InputVideoTrack): Promise<boolean> {
  const format = await track.input.getFormat()
  if (format instanceof MpegTsInputFormat) return hasTransportJump(file)
  if (format instanceof MatroskaInputFormat) return hasClusterJump(file)
  return format instanceof IsobmffInputFormat && (await hasPacketJump(track))
}

async function hasPacketJump(track: InputVideoTrack): Promise<boolean> {
  let latest = -Infinity
  const options = { metadataOnly: true }
  for await (const { timestamp } of new EncodedPacketSink(track).packets(
    undefined,
    undefined,
    options,
  )) {
    if (timestamp < latest - tolerance) return true
    latest = Math.max(latest, timestamp)
  }
  return false
}
