import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/quality.ts'

export const texts: Texts<typeof en> = {
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
  compressing: '压缩',
  sending: '上传',
  unknown: '尚不清楚',
  'audio.none': '无声音',
  'audio.copy': '声音不变',
  'audio.encode': '声音重新编码',
  'rejections.unreadable': '无法在此读取该文件，可能已损坏；只能上传原片。',
  'rejections.no-video': '文件中没有画面；只能上传原片。',
  'rejections.edited': '该视频曾用其他应用剪辑，且剪辑仅在播放时生效，因此将原样上传原片。',
  'rejections.video-codec': '此浏览器无法解码这种视频，将上传原片。',
  'rejections.audio-codec': '此浏览器无法解码其声音，将上传原片。',
  'rejections.hdr': '在此压缩会损失 HDR 色彩，将上传原片。',
  'rejections.encoder': '此浏览器无法编码视频，将上传原片。',
  notLoaded: '无法加载压缩功能。',
}
