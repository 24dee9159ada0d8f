import type { texts as en } from '../en/failures.ts'

export const texts: typeof en = {
  'invalid-request': { what: '页面与服务器之间的请求无法识别。', todo: '请刷新页面后重试。' },
  'invalid-name': {
    what: '该文件名无法发布。',
    todo: '请重命名文件：需要 .mp4 之类的扩展名，且不含 \\ / : * ? " < > |。',
  },
  'not-a-video': { what: '该文件不是视频。', todo: '请选择视频文件。' },
  'empty-file': { what: '该文件是空的。', todo: '请选择其他文件。' },
  'file-too-large': {
    what: '文件超过了工作室允许的大小。',
    todo: '请缩小文件，或请管理员提高上限。',
  },
  'not-signed-in': { what: '你的登录已失效。', todo: '请重新登录后再试。' },
  'invite-invalid': { what: '该邀请无效。', todo: '请检查链接是否完整，或索取新的邀请。' },
  'invite-expired': { what: '该邀请已过期。', todo: '请索取新的邀请。' },
  'invite-used': {
    what: '该邀请已被使用。',
    todo: '请索取新的邀请，或使用当初打开它的浏览器。',
  },
  'video-private': { what: '该视频为私密视频。', todo: '请联系创作者将其公开。' },
  'not-permitted': { what: '你的账号没有上传权限。', todo: '请向管理员申请权限。' },
  'origin-not-allowed': {
    what: '此页面不能访问工作室的服务器。',
    todo: '请打开工作室本身的页面。',
  },
  'callback-refused': { what: '请求被拒绝。', todo: '请刷新页面后重试。' },
  'route-not-found': { what: '页面与服务器的版本不一致。', todo: '请刷新页面后重试。' },
  'upload-not-found': { what: '服务器上已没有这次上传的记录。', todo: '请重试以重新上传。' },
  'video-not-found': { what: '找不到该视频。', todo: '请检查地址。' },
  'method-not-allowed': { what: '页面与服务器的版本不一致。', todo: '请刷新页面后重试。' },
  'upload-closed': { what: '这次上传已经结束。', todo: '请重试以开始新的上传。' },
  'body-too-large': { what: '请求内容过大。', todo: '请缩短文件名。' },
  'daily-limit': { what: '今天的上传次数已用完。', todo: '请明天继续，或请管理员提高上限。' },
  'too-many-uploads': {
    what: '同时进行的上传太多。',
    todo: '请等一个完成，或取消并移除一个，然后重试。',
  },
  'too-many-requests': { what: '操作过于频繁。', todo: '请一分钟后重试。' },
  'internal-error': {
    what: '服务器出现错误。',
    todo: '请重试；如果仍然失败，请把发生时间告诉管理员。',
  },
  'format-not-supported': { what: '页面与服务器的版本不一致。', todo: '请刷新页面后重试。' },
  'not-configured': {
    what: '该工作室尚未配置完成。',
    todo: '管理员可在服务器日志中查看缺少的配置。',
  },
  'issuer-unavailable': { what: '无法连接登录服务。', todo: '请稍后重试。' },
  'vod-unavailable': { what: '无法连接腾讯云点播。', todo: '请稍后重试。' },
  'network-lost': {
    what: '连接中断时间过长。',
    todo: '请检查网络后重试，已上传的部分不会重传。',
  },
  'signature-expired': { what: '本次上传的授权已过期。', todo: '请重试，已上传的部分不会重传。' },
  'signature-refused': {
    what: '腾讯云点播拒绝了本次上传的授权。',
    todo: '请告知管理员：工作室的密钥或时钟可能有误。',
  },
  'storage-refused': {
    what: '存储服务拒绝了该文件。',
    todo: '请重试；如果仍然失败，请告知管理员。',
  },
  'session-expired': { what: '上传时间过长，已被存储服务放弃。', todo: '请重试以继续。' },
  'file-unreadable': {
    what: '无法再读取该文件。',
    todo: '文件可能已被移动或修改，请在此移除后重新选择。',
  },
  'processing-failed': {
    what: '视频已上传，但无法处理成可播放的格式。',
    todo: '请确认文件能在你的设备上播放，或转换为 MP4。',
  },
  'upload-abandoned': { what: '该视频已不存在。', todo: '请在此移除；如需要可重新上传。' },
  'compression-failed': {
    what: '无法在此压缩该视频。',
    todo: '内容没有丢失：请上传原片，或重试。',
  },
  'cover-failed': { what: '封面未能发送，但不影响视频。', todo: '请重试，或更换一张图片。' },
  'cover-unreadable': { what: '无法再读取所选的封面，但不影响视频。', todo: '请更换一张图片。' },
  'vod-refused': {
    what: '腾讯云点播拒绝了本次上传。',
    todo: '请重试；如果仍然失败，请告知管理员。',
  },
  unexpected: { what: '发生了意外错误。', todo: '请重试；如果仍然失败，请刷新页面。' },
}
