/** Samples in an AAC packet (ISO/IEC 14496-3). */
const samplesPerAacPacket = 1024
/** Opus packets last 20 ms by default (WebCodecs Opus registration). */
const opusPacketsPerSecond = 50

/** Packets that an encoder may add at the start and at the end. */
const extraPackets = 64

/** Maximum number of audio packets of a recording in AAC or Opus. `sampleRate` in hertz. */
export const maxAudioPackets = (seconds: number, sampleRate: number): number =>
  Math.ceil(seconds * Math.max(sampleRate / samplesPerAacPacket, opusPacketsPerSecond)) +
  extraPackets
