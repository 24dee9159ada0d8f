import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/quality.ts'

export const texts: Texts<typeof en> = {
  custom: '自定义',
  bitrate: '码率（kbps）',
  smaller: '约 {size} · −{percent}',
  notSmaller: '不会变小，将上传原视频',
  time: '约 {duration}',
  'rejections.unreadable': '无法读取此文件，将直接上传。文件可能已损坏。',
  'rejections.container': '浏览器无法读取这类文件，将上传原视频。',
  'rejections.no-video': '没有视频轨道，将上传原视频。',
  'rejections.edited': '此文件包含部分播放器不支持的剪辑，将上传原视频。',
  'rejections.video-codec': '浏览器无法转换此格式，将上传原视频。',
  'rejections.audio-codec': '浏览器无法转换此音频，将上传原视频。',
  'rejections.hdr': '压缩会损失 HDR 色彩，将上传原视频。',
  'rejections.formats': '此文件中途更换了格式，将上传原视频。',
  'rejections.transform': '此视频的旋转方式特殊，压缩会改变画面，将上传原视频。',
  'rejections.cropped': '压缩会显示此视频被裁掉的边缘，将上传原视频。',
  'rejections.interlaced': '此视频为隔行扫描，将上传原视频。',
  'rejections.colors': '压缩会改变此视频的颜色，将上传原视频。',
  'rejections.timestamps': '此文件的时间戳不连续，将上传原视频。',
  'rejections.encoder': '此浏览器无法压缩视频，将上传原视频。',
  otherTracks: '仅原视频包含：{tracks}',
  audioTrack: '音频轨道 {number}',
  videoTrack: '视频轨道 {number}',
  trackLabel: '{track}（{label}）',
  notLoaded: '压缩功能暂时不可用。',

  expectedSize: '约 {size}',
  bitrateShort: '码率',

  containsLocation: '包含位置信息',
  containsDevice: '包含设备信息',
  notChecked: '无法检查是否包含位置信息',
  removeLocation: '移除位置信息',
  removeDevice: '移除设备信息',
  alwaysRemoved: '压缩或裁剪后的视频不含此信息',
}
