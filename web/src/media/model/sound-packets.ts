/** Samples in a packet of AAC (ISO/IEC 14496-3), and packets of Opus a second, of 20 ms by default (WebCodecs Opus registration). */
const samplesPerAacPacket = 1024
const opusPacketsPerSecond = 50

/** Packets that an encoder may add at either end. */
const extraPackets = 64

/** As many packets as the sound of a recording may come to, in AAC or Opus: of so many seconds, and samples a second. */
export const mostSoundPackets = (seconds: number, sampleRate: number): number =>
  Math.ceil(seconds * Math.max(sampleRate / samplesPerAacPacket, opusPacketsPerSecond)) +
  extraPackets
