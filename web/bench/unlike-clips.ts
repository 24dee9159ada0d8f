import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ffmpeg } from './clip.ts'

export const clipSeconds = 20
export const frameRate = 30
export const size = { width: 960, height: 540 }

const { width, height } = size
const shape = `s=${width}x${height}:r=${frameRate}`
/** Text to show on a screen: this file. */
const text = `drawtext=font=monospace:textfile=${import.meta.filename}:fontsize=20:fontcolor=white`
/** Noise of a sensor, which is stronger in the dark. */
const noise = (strength: number) => `noise=alls=${strength}:allf=t`
/** A still landscape with detail at every scale. */
const still = `mandelbrot=${shape}:start_scale=0.02:end_scale=0.02:maxiter=300,trim=end_frame=1,loop=-1:1,setpts=N/${frameRate}/TB`

/** Graphs of ffmpeg filters whose output is the clip. */
const graphs = {
  screen: `color=0x202428:${shape},${text}:x=40:y=30-80*floor(t/2),drawbox=x=40:y=440:w=12:h=24:color=white:t=fill:enable='lt(mod(t,1),0.5)'`,
  slides: `gradients=${shape}:c0=0x103050:c1=0x305010:speed=0.00001,trim=end_frame=1,loop=-1:1,setpts=N/${frameRate}/TB,${text}:x=90:y=60-600*floor(t/6):line_spacing=14`,
  talk: `${still},gblur=sigma=6[back];color=0xc09070:s=240x320:r=${frameRate},format=yuva420p,geq=lum='150+30*sin(X/25)+20*sin(Y/19+T*3)':cb='118':cr='142':a='255*lt(hypot((X-120)/120,(Y-160)/160),1)'[face];[back][face]overlay=x='360+14*sin(t*1.3)':y='150+9*sin(t*2.1)',${noise(3)}`,
  grain: `${still},${noise(14)}`,
  sports: `life=s=480x270:r=${frameRate}:mold=20:ratio=0.4:life_color=0x40a040:death_color=0x205020:mold_color=0x308030,trim=end_frame=60,select='eq(n,59)',loop=-1:1,setpts=N/${frameRate}/TB,scale=${width}:${height},gblur=sigma=1.5,scroll=h=0.012:v=0.002,${noise(4)}`,
  animation: `gradients=${shape}:c0=0x80c0f0:c1=0xa0e0a0:speed=0.002[sky];color=0xe04040:s=130x170:r=${frameRate}[hero];color=0xf0d040:s=90x90:r=${frameRate}[sun];color=0x604020:s=960x80:r=${frameRate}[ground];[sky][sun]overlay=x='60+20*t':y='80-2*t'[a];[a][ground]overlay=y=460[b];[b][hero]overlay=x='mod(90*t,900)':y='290-90*abs(sin(3*t))',drawtext=font=sans:text=Episode:fontsize=64:fontcolor=white:x='w-120*mod(t,10)':y=200`,
  dark: `mandelbrot=${shape}:start_scale=1.5:end_scale=0.5:end_pts=600:maxiter=120,eq=brightness=-0.42:contrast=0.6,${noise(8)}`,
  game: `mandelbrot=${shape}:start_scale=2:end_scale=0.002:end_pts=600:maxiter=120`,
  confetti: `life=s=320x180:r=${frameRate}:mold=10:ratio=0.1,scale=${width}:${height}:flags=neighbor,${noise(4)}`,
  test: `testsrc2=${shape},${noise(6)}`,
}

export type ClipName = keyof typeof graphs
export const clipNames = Object.keys(graphs) as ClipName[]

/** Generates a clip like those of a camera or a screen recorder, once, in the temporary folder. */
export function unlikeClip(name: ClipName): string {
  const directory = join(tmpdir(), 'reelferry-bench-unlike')
  mkdirSync(directory, { recursive: true })
  const path = join(directory, `${name}.mp4`)
  if (existsSync(path)) return path
  ffmpeg(
    ...[
      '-filter_complex',
      `${graphs[name]},format=yuv420p[v]`,
      '-map',
      '[v]',
      '-t',
      String(clipSeconds),
    ],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '14', '-g', '60', `${path}.part.mp4`],
  )
  renameSync(`${path}.part.mp4`, path)
  return path
}
