import { featureTexts } from '../../../i18n/index.ts'
import type { AudioAction, Obstacle } from '../../../media/model/compression-plan.ts'

/** The texts of this feature, which come with it and not with the page. */
interface Texts {
  custom: string
  bitrate: string
  looking: string
  /** Placeholders: `size`, `percent`. */
  smaller: string
  notSmaller: string
  encodeTime: string
  uploadTime: string
  compare: string
  size: string
  picture: string
  here: string
  sending: string
  unknown: string
  audio: Record<AudioAction, string>
  obstacles: Record<Obstacle, string>
  notLoaded: string
}

const en: Texts = {
  custom: 'Custom',
  bitrate: 'Bitrate (kbps)',
  looking: 'Looking at the video…',
  smaller: 'about {size}, {percent} less',
  notSmaller: 'not smaller: the original is sent',
  encodeTime: '{duration} to compress',
  uploadTime: '{duration} to send',
  compare: 'Compare the qualities',
  size: 'Size',
  picture: 'Picture',
  here: 'Compressing',
  sending: 'Sending',
  unknown: 'not known yet',
  audio: { none: 'no sound', copy: 'sound unchanged', encode: 'sound converted' },
  obstacles: {
    unreadable: 'This file cannot be read here. It may be damaged; only the original can be sent.',
    'no-video': 'There is no picture in it; only the original can be sent.',
    edited:
      'It was cut by another app in a way that only players heed, so the original is sent as it is.',
    'video-codec': 'This browser cannot decode this kind of video, so the original is sent.',
    'audio-codec': 'This browser cannot decode its sound, so the original is sent.',
    hdr: 'HDR colours would suffer from compressing here, so the original is sent.',
    encoder: 'This browser cannot encode video, so the original is sent.',
  },
  notLoaded: 'Compression could not be loaded.',
}

const zh: Texts = {
  custom: '自定义',
  bitrate: '码率 (kbps)',
  looking: '正在分析视频…',
  smaller: '约 {size}，减少 {percent}',
  notSmaller: '不会变小：将上传原片',
  encodeTime: '压缩需 {duration}',
  uploadTime: '上传需 {duration}',
  compare: '比较各画质',
  size: '大小',
  picture: '画面',
  here: '压缩',
  sending: '上传',
  unknown: '尚不清楚',
  audio: { none: '无声音', copy: '声音不变', encode: '声音重新编码' },
  obstacles: {
    unreadable: '无法在此读取该文件，可能已损坏；只能上传原片。',
    'no-video': '文件中没有画面；只能上传原片。',
    edited: '该视频曾用其他应用剪辑，且剪辑仅在播放时生效，因此将原样上传原片。',
    'video-codec': '此浏览器无法解码这种视频，将上传原片。',
    'audio-codec': '此浏览器无法解码其声音，将上传原片。',
    hdr: '在此压缩会损失 HDR 色彩，将上传原片。',
    encoder: '此浏览器无法编码视频，将上传原片。',
  },
  notLoaded: '无法加载压缩功能。',
}

/** The texts in the page's language. */
export const texts = featureTexts<Texts>({ en, 'zh-CN': zh })
