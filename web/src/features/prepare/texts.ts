import { featureTexts } from '../../i18n/index.ts'
import type { PictureRefusal } from './cover/picture-file.ts'

/** The texts of the dialog, which come with it. */
interface Texts {
  /** Placeholder: `name`. */
  title: string
  done: string
  trim: string
  cover: string
  looking: string
  cannotShow: string
  noFile: string
  preview: string
  start: string
  end: string
  /** Placeholders: `start`, `end`, `length`. */
  part: string
  partIsWhole: string
  playPart: string
  stopPart: string
  keepAll: string
  keys: string
  byCopy: string
  byEncoding: string
  byQuality: string
  onlyCopy: string
  noTrim: string
  /** Placeholder: `shift`. */
  snap: string
  frame: string
  useFrame: string
  ownPicture: string
  ownPictureHint: string
  chosenCover: string
  noCover: string
  removeCover: string
  refusals: Record<PictureRefusal, string>
}

const en: Texts = {
  title: 'Edit {name}',
  done: 'Done',
  trim: 'Trim',
  cover: 'Cover',
  looking: 'Looking at the video…',
  cannotShow: 'This browser cannot show this video. A picture of your own can still be its cover.',
  noFile: 'The video’s file is not at hand here. A picture of your own can still be its cover.',
  preview: 'Preview',
  start: 'Start',
  end: 'End',
  part: '{start} to {end}, {length}',
  partIsWhole: 'The whole video, {length}',
  playPart: 'Play the part',
  stopPart: 'Stop',
  keepAll: 'Keep all of it',
  keys: 'Arrow keys move by one frame, Page Up and Page Down by one second.',
  byCopy: 'Cut on key frames: the picture is copied as it is, within moments.',
  byEncoding:
    'Cut between key frames: the video is encoded again, with a little more bitrate than it has now.',
  byQuality: 'Cut to the frame, while it is compressed to the quality you chose.',
  onlyCopy: 'This browser cannot encode this video again, so it is cut on key frames alone.',
  noTrim: 'This video cannot be cut here.',
  snap: 'Move to key frames ({shift})',
  frame: 'Frame',
  useFrame: 'Use this frame',
  ownPicture: 'Choose a picture',
  ownPictureHint: 'PNG, JPEG or WebP.',
  chosenCover: 'The chosen cover',
  noCover: 'No cover chosen: viewers see one that is made of the video, if any.',
  removeCover: 'Remove the cover',
  refusals: {
    'not-a-picture': 'This file is no PNG, JPEG or WebP picture. Choose another one.',
    'picture-too-large': 'This picture is larger than 30 MB. Choose a smaller one.',
    'picture-unreadable': 'This picture cannot be read. It may be damaged; choose another one.',
  },
}

const zh: Texts = {
  title: '编辑 {name}',
  done: '完成',
  trim: '剪辑',
  cover: '封面',
  looking: '正在分析视频…',
  cannotShow: '此浏览器无法显示该视频。仍可选择一张图片作为封面。',
  noFile: '此处没有该视频的文件。仍可选择一张图片作为封面。',
  preview: '预览',
  start: '开始',
  end: '结束',
  part: '{start} 至 {end}，共 {length}',
  partIsWhole: '完整视频，共 {length}',
  playPart: '播放所选片段',
  stopPart: '停止',
  keepAll: '保留全部',
  keys: '方向键每次移动一帧，Page Up 和 Page Down 每次移动一秒。',
  byCopy: '从关键帧处剪切：画面原样复制，瞬间完成。',
  byEncoding: '剪切点在关键帧之间：视频将以略高于现有的码率重新编码。',
  byQuality: '精确到帧，在压缩为所选画质时一并剪切。',
  onlyCopy: '此浏览器无法重新编码该视频，只能在关键帧处剪切。',
  noTrim: '无法在此剪辑该视频。',
  snap: '移至关键帧（{shift}）',
  frame: '画面',
  useFrame: '使用此画面',
  ownPicture: '选择图片',
  ownPictureHint: 'PNG、JPEG 或 WebP。',
  chosenCover: '已选封面',
  noCover: '尚未选择封面：观众将看到由视频生成的封面（如有）。',
  removeCover: '移除封面',
  refusals: {
    'not-a-picture': '该文件不是 PNG、JPEG 或 WebP 图片，请另选一张。',
    'picture-too-large': '该图片超过 30 MB，请选择较小的图片。',
    'picture-unreadable': '无法读取该图片，可能已损坏；请另选一张。',
  },
}

/** The texts in the page's language. */
export const texts = featureTexts<Texts>({ en, 'zh-CN': zh })
