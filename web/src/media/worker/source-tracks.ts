import {
  EncodedPacketSink,
  type Input,
  type InputAudioTrack,
  type InputTrack,
  type InputVideoTrack,
} from 'mediabunny'

/**
 * The video track that players show: the first enabled one in file order. mediabunny's primary track is the one with
 * the highest bitrate, which is another one in many files.
 * @returns `undefined` if there is no video track
 */
export async function videoTrackOf(input: Input): Promise<InputVideoTrack | undefined> {
  return chooseTrack(await input.getVideoTracks(), isMoving)
}

/** The audio track that players play, as {@link videoTrackOf}. Ignores tracks without packets. */
export async function audioTrackOf(input: Input): Promise<InputAudioTrack | undefined> {
  return chooseTrack(await input.getAudioTracks(), hasPackets)
}

/**
 * The timestamp at which playback starts, in seconds: all other times count from it. It is the first timestamp of the
 * video and audio track, because a recording may be a part of a longer one. Content before 0 is hidden.
 */
export async function startOf(input: Input): Promise<number> {
  const tracks = [await videoTrackOf(input), await audioTrackOf(input)]
  const starts: number[] = []
  for (const track of tracks)
    if (track && (await hasPackets(track))) starts.push(await track.getFirstTimestamp())
  return starts.length > 0 ? Math.max(0, Math.min(...starts)) : 0
}

/** The tracks of a file that are neither its video track nor its audio track. */
export async function otherTracksOf(input: Input): Promise<InputTrack[]> {
  const chosen: (InputTrack | undefined)[] = [await videoTrackOf(input), await audioTrackOf(input)]
  return (await input.getTracks()).filter((track) => !chosen.includes(track))
}

/** The first enabled track that is usable, else the first enabled one, else the first one. */
async function chooseTrack<Track extends InputTrack>(
  tracks: Track[],
  isUsable: (track: Track) => Promise<boolean>,
): Promise<Track | undefined> {
  if (tracks.length <= 1) return tracks[0]
  const enabled: Track[] = []
  for (const track of tracks) if ((await track.getDisposition()).default) enabled.push(track)
  for (const track of [...enabled, ...tracks]) if (await isUsable(track)) return track
  return enabled[0] ?? tracks[0]
}

async function hasPackets(track: InputTrack): Promise<boolean> {
  return (await new EncodedPacketSink(track).getFirstPacket({ metadataOnly: true })) !== null
}

/** Whether a video track has more than one frame. A track with one frame beside another track is a cover picture. */
async function isMoving(track: InputVideoTrack): Promise<boolean> {
  const sink = new EncodedPacketSink(track)
  const first = await sink.getFirstPacket({ metadataOnly: true })
  return first !== null && (await sink.getNextPacket(first, { metadataOnly: true })) !== null
}
