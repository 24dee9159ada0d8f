/** Deals random media files for the property test. The same seed deals the same file. */

/** A file, the way to convert it, and what its content is. Times are in seconds from the start of the file. */
export interface Case {
  name: string
  container: 'mp4' | 'mov' | 'mkv' | 'webm' | 'm2t'
  way: 'smaller' | 'encoded cut' | 'copied cut'
  /** Parameters of ffmpeg, without the path. */
  parameters: string[]
  /** Factor by which the timestamps of the audio are stretched. */
  audioRate: number
  /** Display matrix: a, b, u, c, d, v, x, y. */
  matrix: number[] | undefined
  /** Pixels in square pixels, before rotation. */
  width: number
  height: number
  /** Width of the shown picture divided by its height. */
  ratio: number
  frameRate: number
  seconds: number
  videoStart: number
  /** Colours as shown: above left, above right, below left, below right. */
  colours: string[]
  beeps: number[]
}

const seconds = 2.4
const beepInterval = 0.5
/** A hole in the audio that removes the beep at 1. */
const hole = [0.8, 1.3] as const

/** Orientations: the linear part of the display matrix, and the areas of the file in the order in which they are shown. */
const orientations: { name: string; linear: number[]; order: number[] }[] = [
  { name: 'upright', linear: [1, 0, 0, 1], order: [0, 1, 2, 3] },
  { name: 'mirrored', linear: [-1, 0, 0, 1], order: [1, 0, 3, 2] },
  { name: '180°', linear: [-1, 0, 0, -1], order: [3, 2, 1, 0] },
  { name: 'upside down', linear: [1, 0, 0, -1], order: [2, 3, 0, 1] },
  { name: '90°', linear: [0, 1, -1, 0], order: [2, 0, 3, 1] },
  { name: '270°', linear: [0, -1, 1, 0], order: [1, 3, 0, 2] },
  { name: 'transposed', linear: [0, 1, 1, 0], order: [0, 2, 1, 3] },
  { name: 'transverse', linear: [0, -1, -1, 0], order: [3, 1, 2, 0] },
]

/** Pseudo-random numbers from 0 to 1 (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed * 0x9e3779b9
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

export function dealCase(seed: number): Case {
  const random = randomNumbers(seed)
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T
  const container = pick(['mp4', 'mp4', 'mov', 'mkv', 'webm', 'm2t'] as const)
  const [codedWidth, height] = pick([
    [192, 108],
    [160, 120],
    [108, 192],
    [200, 80],
  ] as const)
  const frameRate = pick([12, 25, 30, 60])
  const isMp4 = container === 'mp4' || container === 'mov'
  const isWebm = container === 'webm'
  const shape = isWebm
    ? [1, 1]
    : pick([
        [1, 1],
        [1, 1],
        [4, 3],
        [1, 2],
      ])
  const orientation = isMp4 ? pick(orientations) : orientations[0]
  const offset = pick([0, 0, 5])
  const delays = pick([
    [0, 0],
    [0, 0.3],
    [0.3, 0],
  ])
  const hasHole = random() < 0.3
  const audioRate = container !== 'm2t' && random() < 0.3 ? pick([0.97, 1.03]) : 1
  const isVariable = random() < 0.25
  const hasOtherTrack = random() < 0.25
  const isFragmented = isMp4 && random() < 0.2
  const bFrames = pick([0, 2])
  const videoCodec = isWebm ? pick(['libvpx', 'libvpx-vp9']) : 'libx264'
  const audioCodec = isWebm
    ? 'libopus'
    : container === 'mkv'
      ? pick(['libopus', 'aac', 'flac', 'pcm_s16le'])
      : 'aac'
  const canCopy = videoCodec !== 'libvpx'
  const way = pick(
    canCopy
      ? (['smaller', 'encoded cut', 'copied cut'] as const)
      : (['smaller', 'encoded cut'] as const),
  )
  const [videoDelay = 0, audioDelay = 0] = delays
  const [across = 1, down = 1] = shape
  const width = Math.round((codedWidth * across) / down)
  const linear = orientation?.linear ?? []
  const isTurned = linear[0] === 0
  const ratio = isTurned ? height / width : width / height
  const areas = ['red', 'green', 'blue', 'white']
  const middle = 'between(X,W*2/5,W*3/5)*between(Y,H*2/5,H*3/5)'
  const pattern = [
    `color=red:s=${codedWidth}x${height}:r=${frameRate}:d=${seconds}`,
    'drawbox=iw/2:0:iw/2:ih/2:green:fill',
    'drawbox=0:ih/2:iw/2:ih/2:blue:fill',
    'drawbox=iw/2:ih/2:iw/2:ih/2:white:fill',
    'format=yuv420p',
    `geq=lum='if(${middle},40+60*T,lum(X,Y))':cb='if(${middle},128,cb(X,Y))':cr='if(${middle},128,cr(X,Y))'`,
    ...(isVariable ? [`select='not(eq(mod(n,5),3))'`] : []),
    `setsar=${across}/${down}`,
  ].join(',')
  const beep = `aevalsrc=0.7*sin(2*PI*1000*t)*lt(mod(t\\,${beepInterval})\\,0.1):s=48000:d=${seconds}`
  const codecParameters = isWebm
    ? ['-deadline', 'realtime', '-cpu-used', '8', '-b:v', '400k']
    : ['-preset', 'ultrafast', '-bf', String(bFrames), '-crf', '18']
  const parameters = [
    ...['-itsoffset', String(videoDelay), '-f', 'lavfi', '-i', pattern],
    ...['-itsoffset', String(audioDelay), '-f', 'lavfi', '-i', beep],
    ...['-f', 'lavfi', '-i', `sine=3000:d=${seconds}:r=48000`],
    ...['-map', '0:v', '-map', '1:a', ...(hasOtherTrack ? ['-map', '2:a'] : [])],
    ...['-c:v', videoCodec, ...codecParameters, '-g', String(Math.round(frameRate / 2))],
    ...['-vsync', isVariable ? 'vfr' : 'passthrough'],
    ...[
      '-c:a',
      audioCodec,
      ...(audioCodec === 'flac' || audioCodec === 'pcm_s16le' ? [] : ['-b:a', '64k']),
    ],
    ...(hasHole
      ? ['-filter:a:0', `aselect='not(between(t,${audioDelay + hole[0]},${audioDelay + hole[1]}))'`]
      : []),
    ...(offset ? ['-output_ts_offset', String(offset)] : []),
    ...(isFragmented ? ['-movflags', 'frag_keyframe+empty_moov+delay_moov'] : []),
    ...(container === 'm2t' ? ['-f', 'mpegts'] : []),
  ]
  const start = Math.min(videoDelay, (offset + audioDelay) * audioRate - offset)
  const beeps = Array.from(
    { length: Math.ceil(seconds / beepInterval) },
    (_, index) => index * beepInterval,
  )
    .filter((time) => !hasHole || time < hole[0] || time > hole[1])
    .map((time) => (offset + audioDelay + time) * audioRate - offset - start)
  const [a = 1, b = 0, c = 0, d = 1] = linear
  return {
    name: [
      `seed ${seed}: ${way} of ${container}, ${videoCodec}, ${audioCodec}, ${frameRate} fps`,
      orientation?.name,
      `${across}:${down} pixels`,
      `offset ${offset}, delays ${delays.join(' ')}, audio × ${audioRate}`,
      ...(hasHole ? ['hole'] : []),
      ...(isVariable ? ['variable rate'] : []),
      ...(hasOtherTrack ? ['two audio tracks'] : []),
      ...(isFragmented ? ['fragmented'] : []),
    ].join(', '),
    ...{ container, way, parameters, audioRate, width, height, ratio, frameRate, seconds, beeps },
    matrix: isMp4
      ? [a, b, 0, c, d, 0, a + c < 0 ? codedWidth : 0, b + d < 0 ? height : 0]
      : undefined,
    videoStart: videoDelay - start,
    colours: (orientation?.order ?? []).map((index) => areas[index] ?? ''),
  }
}
