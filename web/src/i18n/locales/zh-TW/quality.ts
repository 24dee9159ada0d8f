import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/quality.ts'

export const texts: Texts<typeof en> = {
  custom: '自訂',
  bitrate: '位元率（kbps）',
  smaller: '約 {size} · −{percent}',
  notSmaller: '不會變小，將上傳原始檔案',
  time: '約 {duration}',
  'rejections.unreadable': '無法讀取這個檔案，將直接上傳。檔案可能已損毀。',
  'rejections.container': '你的瀏覽器無法讀取這類檔案，將上傳原始檔案。',
  'rejections.no-video': '找不到影像軌，將上傳原始檔案。',
  'rejections.edited': '這個檔案含有部分播放器不支援的剪輯，將上傳原始檔案。',
  'rejections.video-codec': '你的瀏覽器無法轉換這種格式，將上傳原始檔案。',
  'rejections.audio-codec': '你的瀏覽器無法轉換這種音訊，將上傳原始檔案。',
  'rejections.hdr': '壓縮會損失 HDR 色彩，將上傳原始檔案。',
  'rejections.formats': '這個檔案中途變更了格式，將上傳原始檔案。',
  'rejections.transform': '這部影片的旋轉方式特殊，壓縮會改變畫面，將上傳原始檔案。',
  'rejections.cropped': '壓縮會顯示這部影片被裁掉的邊緣，將上傳原始檔案。',
  'rejections.interlaced': '這部影片為交錯式掃描，將上傳原始檔案。',
  'rejections.colors': '壓縮會改變這部影片的色彩，將上傳原始檔案。',
  'rejections.timestamps': '這個檔案的時間戳記不連續，將上傳原始檔案。',
  'rejections.encoder': '你的瀏覽器無法壓縮影片，將上傳原始檔案。',
  otherTracks: '僅原始檔案包含：{tracks}',
  audioTrack: '音軌 {number}',
  videoTrack: '影像軌 {number}',
  trackLabel: '{track}（{label}）',
  notLoaded: '目前無法使用壓縮功能。',

  expectedSize: '約 {size}',
  bitrateShort: '位元率',

  containsLocation: '含有位置資訊',
  containsDevice: '含有裝置資訊',
  notChecked: '無法檢查是否含有位置資訊',
  removeLocation: '移除位置資訊',
  removeDevice: '移除裝置資訊',
  alwaysRemoved: '壓縮或修剪後的影片不含這項資訊',
}
