import { featureTexts } from '../i18n/index.ts'

/** One question a creator may have, and the answer in short paragraphs. */
interface Topic {
  title: string
  text: string[]
}

interface Texts {
  title: string
  topics: Topic[]
  licences: string
}

export const texts = featureTexts<Texts>({
  en: {
    title: 'Help',
    topics: [
      {
        title: 'Publish a video',
        text: [
          'Choose videos, or drop them anywhere on the page, and press Upload. One bar goes from the first byte until the video can be watched.',
          'Then Watch opens its page. Copy link and Copy embed code take it elsewhere.',
        ],
      },
      {
        title: 'When something gets in the way',
        text: [
          'Lost connections are tried again for as long as the page is open. If the page is closed, or the computer restarts, open the studio again: it goes on with what has not arrived yet.',
          'Only where the browser could not keep the file do you choose it again. The card says so, and knows the file by its content.',
        ],
      },
      {
        title: 'Make it smaller first',
        text: [
          'Original sends the file as it is. Every other quality is made on your own device, and sent while it is being made. The card says what each would come to in size and time.',
          'HDR, and what this browser cannot decode, is sent as it is.',
        ],
      },
      {
        title: 'Record',
        text: [
          'Camera and screen are written to your device every second. If the page ends, a second is lost at most, and the next visit offers the rest.',
        ],
      },
      {
        title: 'Cut it, and choose a cover',
        text: [
          'Edit on a card sets where the video begins and ends, and which picture stands for it. A cut on a key frame loses no quality; elsewhere the part is encoded again, and the editor says which.',
        ],
      },
      {
        title: 'Who may watch',
        text: [
          'Public is for everyone. Unlisted is for everyone who has the address, and kept out of search engines. Private is for signed-in creators of this studio.',
          'Title, description and this choice can be changed at any time, and reach everyone within a minute.',
        ],
      },
      {
        title: 'Your library',
        text: [
          'The library holds what you have published, from any device. Deleting can be taken back for ten seconds; after that the video is gone for good.',
        ],
      },
      {
        title: 'What this browser keeps',
        text: [
          'The queue, and copies of files until they are published. Remove on a card deletes both. Your videos go to Tencent Cloud VOD and nowhere else, and nothing is reported about you.',
        ],
      },
      {
        title: 'On a phone',
        text: [
          'The studio can be installed from the browser’s menu. Then other apps can share videos with it, and it opens without a network.',
        ],
      },
    ],
    licences: 'Licences of the software used here',
  },
  'zh-CN': {
    title: '帮助',
    topics: [
      {
        title: '发布视频',
        text: [
          '选择视频，或把它们拖放到页面任意位置，然后点击“上传”。一条进度条从第一个字节一直走到可以观看。',
          '完成后，“观看”会打开视频页面；“复制链接”和“复制嵌入代码”可用于分享到别处。',
        ],
      },
      {
        title: '遇到中断时',
        text: [
          '只要页面开着，断开的连接就会自动重试。如果页面被关闭或电脑重启，请再次打开工作室，它会接着上传尚未送达的部分。',
          '只有浏览器没能保存文件时，才需要重新选择文件。卡片会提示，并通过内容认出它。',
        ],
      },
      {
        title: '先压缩再上传',
        text: [
          '“原画”按原样发送文件。其他画质都在你自己的设备上压缩，并且边压缩边发送。卡片会说明每种画质的大小和所需时间。',
          'HDR 视频以及此浏览器无法解码的视频会按原样发送。',
        ],
      },
      {
        title: '录制',
        text: [
          '摄像头和屏幕的画面每秒写入你的设备。即使页面意外关闭，最多也只丢失一秒，下次打开时可以继续使用。',
        ],
      },
      {
        title: '剪辑与封面',
        text: [
          '卡片上的“编辑”可以设置视频的起止位置，并选择封面。在关键帧处剪切不损失画质；在其他位置则会重新编码，编辑器会注明。',
        ],
      },
      {
        title: '谁可以观看',
        text: [
          '“公开”对所有人可见。“不公开列出”对知道地址的人可见，不会被搜索引擎收录。“私密”仅对本工作室已登录的创作者可见。',
          '标题、简介和可见范围随时可以修改，一分钟内对所有人生效。',
        ],
      },
      {
        title: '视频库',
        text: ['视频库包含你在任何设备上发布的视频。删除后十秒内可以撤销，之后视频将永久消失。'],
      },
      {
        title: '浏览器保存了什么',
        text: [
          '上传队列，以及发布完成之前的文件副本。点击卡片上的“移除”会一并删除。你的视频只会传到腾讯云点播，不会上报任何关于你的信息。',
        ],
      },
      {
        title: '在手机上',
        text: [
          '可以从浏览器菜单安装工作室。安装后，其他应用可以把视频分享给它，没有网络也能打开。',
        ],
      },
    ],
    licences: '所用软件的许可',
  },
})
