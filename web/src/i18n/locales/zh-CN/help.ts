import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/help.ts'

export const texts: Texts<typeof en> = {
  title: '帮助',
  'publish.question': '怎样发布视频？',
  'publish.answer':
    '选择视频，或把它们拖放到页面任意位置，然后点击“上传”。同一个进度条显示上传和处理的进度。完成后可以观看、复制链接或嵌入。',
  'close.question': '可以关闭页面吗？',
  'close.answer':
    '显示“上传完成”后就可以。在此之前关闭，上传会等到你再次打开工作室，然后从中断处继续。只要页面开着，断开的连接会一直自动重试。',
  'again.question': '为什么要重新选择文件？',
  'again.answer': '只有浏览器没能保留副本时才需要。我们会认出这个文件，不会重复上传。',
  'smaller.question': '可以先把视频变小吗？',
  'smaller.answer':
    '可以。“原画”不改变文件，只移除位置和设备信息。其他画质在你的设备上边压缩边上传，每种画质都会显示大小和所需时间。HDR 视频以及浏览器无法读取的格式只能上传原视频。',
  'record.question': '录制时页面关闭了怎么办？',
  'record.answer':
    '最多丢失一秒，其余内容下次打开时还在。如果浏览器无法保存录像，开始录制前会有提示。',
  'trim.question': '怎样裁剪视频或选择封面？',
  'trim.answer':
    '点击画面上的“裁剪与封面”。无损裁剪保持画质，精确裁剪会重新编码，编辑器会注明是哪一种。',
  'who.question': '谁能看到我的视频？',
  'who.answer':
    '公开：所有人。不公开列出：知道链接的人，搜索引擎不会收录。私密：本工作室已登录的创作者。可以随时修改，一分钟内生效。',
  'delete.question': '删除后可以恢复吗？',
  'delete.answer': '10 秒内可以撤销，之后无法恢复。',
  'privacy.question': '浏览器里保存了什么？',
  'privacy.answer':
    '上传队列，以及发布前的文件副本；“移除”会同时删除两者。视频只会上传到视频服务，我们不会跟踪你。上传前会移除检测到的位置和设备信息，除非你关闭此选项。',
  'phone.question': '可以在手机上或离线时使用吗？',
  'phone.answer':
    '可以。请从浏览器菜单安装，安装后可以离线打开。在 Android 上，还可以从其他应用把视频分享到这里。',
  'browsers.question': '支持哪些浏览器？',
  'browsers.answer':
    '电脑和手机上的新版 Chrome、Edge、Firefox 和 Safari。无痕窗口也可以使用，但关闭后不会保留未完成的视频。如果浏览器无法压缩或录制，仍可上传原视频。',
  'support.chromium': 'Chrome、Edge',
  'support.firefox': 'Firefox',
  'support.webkit': 'Safari',
  'support.publish': '上传、暂停和继续',
  'support.resume': '关闭页面后继续',
  'support.compress': '压缩',
  'support.trim': '裁剪和选择封面',
  'support.camera': '用摄像头录制',
  'support.screen': '录制屏幕',
  'support.captions': '编辑字幕',
  'support.library': '视频库',
  'support.watch': '观看和嵌入',
  'support.private': '无痕窗口',
  'support.offline': '离线打开',
  'support.phone': '手机',
  'support.yes': '支持',
  'support.untested': '未测试',
  'support.note': '“支持”表示自动测试已验证。Safari 使用其引擎在 Linux 上测试；手机为模拟测试。',
  'ask.question': '遇到问题找谁？',
  'ask.answer': '请联系本工作室的管理员。',
  'ask.contact': '请联系管理员：',
  licences: '开源许可',
}
