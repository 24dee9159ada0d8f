import type { FailureText } from '../../../i18n/catalogue.ts'
import { featureTexts } from '../../../i18n/index.ts'
import type { Kind } from '../model/kind.ts'
import type { Loudness } from '../model/audio-level.ts'
import type { CaptureProblem } from '../model/capture-failure.ts'
import type { StopReason } from '../model/recording.ts'

/** The texts of this feature, which come with it and not with the page. */
interface Texts {
  /** What a recording is called, before its date. */
  names: Record<Kind, string>
  close: string
  camera: string
  microphone: string
  noMicrophone: string
  anyMicrophone: string
  resolution: string
  switchCamera: string
  countdown: string
  shareIntro: string
  share: string
  shareAgain: string
  opening: Record<Kind, string>
  preview: string
  /** Placeholder: `duration`. */
  longest: string
  record: string
  cancelCountdown: string
  pause: string
  resume: string
  stop: string
  ready: string
  recording: string
  paused: string
  interrupted: string
  silenced: string
  withoutMicrophone: string
  recorded: string
  level: string
  loudness: Record<Loudness, string>
  finishing: string
  review: string
  /** Why a recording ended that its creator did not stop. */
  reasons: Record<Exclude<StopReason, 'asked'>, string>
  retake: string
  retakeNote: string
  use: string
  discard: string
  kept: string
  /** Placeholders: `name`, `date`. */
  keptFrom: string
  leave: string
  problems: Record<CaptureProblem, FailureText>
}

const en: Texts = {
  names: { camera: 'Camera', screen: 'Screen' },
  close: 'Close',
  camera: 'Camera',
  microphone: 'Microphone',
  noMicrophone: 'No microphone',
  anyMicrophone: 'Microphone of this device',
  resolution: 'Resolution',
  switchCamera: 'Switch camera',
  countdown: 'Count down 3 seconds',
  shareIntro:
    'Your browser asks which screen, window or tab to record, and whether to record its sound.',
  share: 'Choose what to share',
  shareAgain: 'Share something else',
  opening: {
    camera: 'Waiting for the camera. Allow it if your browser asks.',
    screen: 'Choose in your browser what to share.',
  },
  preview: 'Preview',
  longest: 'Up to {duration}',
  record: 'Record',
  cancelCountdown: 'Cancel countdown',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  ready: 'Ready to record',
  recording: 'Recording',
  paused: 'Paused',
  interrupted: 'The camera was interrupted. Resume when it is free again.',
  silenced: 'The microphone is gone: the rest has no voice. Stop, or go on without it.',
  withoutMicrophone: 'There is no microphone, so your voice is not recorded.',
  recorded: 'Recorded',
  level: 'Microphone level',
  loudness: { silent: 'silent', quiet: 'quiet', good: 'good', loud: 'too loud' },
  finishing: 'Preparing the recording',
  review: 'Your recording',
  reasons: {
    longest: 'The longest length was reached, so the recording ended here.',
    'no-space': 'There is no room for more, so the recording ended here.',
    ended: 'There was no more picture, so the recording ended here.',
  },
  retake: 'Retake',
  retakeNote: 'A retake discards this recording. Close to decide later.',
  use: 'Use it',
  discard: 'Discard',
  kept: 'Kept recordings',
  keptFrom: 'A recording from {date} was kept ({name}).',
  leave: 'You are recording. Stop and leave this page? What is recorded is kept.',
  problems: {
    denied: {
      what: 'Your browser does not let this page use the camera or microphone.',
      todo: 'Allow them in the address bar or in the settings of your device, then try again.',
    },
    'no-device': {
      what: 'No such device was found.',
      todo: 'Connect a camera or choose another device, then try again.',
    },
    'in-use': {
      what: 'The device cannot be opened.',
      todo: 'Close other programs that may be using it, then try again.',
    },
    unplugged: {
      what: 'The camera is no longer there.',
      todo: 'Connect it again or choose another one, then try again.',
    },
    insecure: {
      what: 'Browsers allow recording only on pages that are opened by https.',
      todo: 'Open the studio by its https address.',
    },
    'nothing-chosen': {
      what: 'Nothing is shared.',
      todo: 'Choose a screen, a window or a tab; if you are not asked, allow screen recording in the settings of your device.',
    },
    'no-space': {
      what: 'There is not enough room on this device.',
      todo: 'Free some space, then try again.',
    },
    'nothing-recorded': {
      what: 'Nothing was recorded that can be played.',
      todo: 'Record it again, a little longer.',
    },
    'not-loaded': {
      what: 'A part of the studio could not be loaded.',
      todo: 'Check your connection, then try again. What you have recorded is kept.',
    },
    unexpected: {
      what: 'Something unexpected happened.',
      todo: 'Try again; if it stays, reload the page. What you have recorded is kept.',
    },
  },
}

const zh: Texts = {
  names: { camera: '摄像头', screen: '屏幕' },
  close: '关闭',
  camera: '摄像头',
  microphone: '麦克风',
  noMicrophone: '不使用麦克风',
  anyMicrophone: '本设备的麦克风',
  resolution: '分辨率',
  switchCamera: '切换摄像头',
  countdown: '倒数 3 秒',
  shareIntro: '浏览器会询问要录制哪个屏幕、窗口或标签页，以及是否录制其声音。',
  share: '选择共享内容',
  shareAgain: '共享其他内容',
  opening: {
    camera: '正在等待摄像头。如果浏览器询问，请允许使用。',
    screen: '请在浏览器中选择要共享的内容。',
  },
  preview: '预览',
  longest: '最长 {duration}',
  record: '开始录制',
  cancelCountdown: '取消倒数',
  pause: '暂停',
  resume: '继续',
  stop: '停止',
  ready: '可以开始录制',
  recording: '正在录制',
  paused: '已暂停',
  interrupted: '摄像头被中断，恢复可用后请点击“继续”。',
  silenced: '麦克风已断开，之后的内容没有人声。可以停止，或继续录制。',
  withoutMicrophone: '没有可用的麦克风，不会录下你的声音。',
  recorded: '已录制',
  level: '麦克风音量',
  loudness: { silent: '无声', quiet: '偏小', good: '合适', loud: '过大' },
  finishing: '正在生成录像文件',
  review: '你的录像',
  reasons: {
    longest: '已达到最长时间，录制到此结束。',
    'no-space': '存储空间不足，录制到此结束。',
    ended: '画面已中断，录制到此结束。',
  },
  retake: '重录',
  retakeNote: '重录会丢弃这段录像。关闭窗口可稍后再决定。',
  use: '使用',
  discard: '丢弃',
  kept: '保留的录像',
  keptFrom: '已保留 {date} 的录像（{name}）。',
  leave: '正在录制。要停止并离开此页面吗？已录制的内容会保留。',
  problems: {
    denied: {
      what: '浏览器不允许此页面使用摄像头或麦克风。',
      todo: '请在地址栏或设备设置中允许，然后重试。',
    },
    'no-device': { what: '找不到可用的设备。', todo: '请连接摄像头或选择其他设备，然后重试。' },
    'in-use': { what: '无法打开该设备。', todo: '请关闭可能正在使用它的其他程序，然后重试。' },
    unplugged: { what: '摄像头已断开。', todo: '请重新连接或选择其他摄像头，然后重试。' },
    insecure: {
      what: '浏览器只允许在通过 https 打开的页面上录制。',
      todo: '请用 https 地址打开工作室。',
    },
    'nothing-chosen': {
      what: '没有共享任何内容。',
      todo: '请选择屏幕、窗口或标签页；如果没有弹出询问，请在设备设置中允许屏幕录制。',
    },
    'no-space': { what: '此设备的存储空间不足。', todo: '请释放一些空间，然后重试。' },
    'nothing-recorded': { what: '没有录到可播放的内容。', todo: '请重新录制，时间稍长一些。' },
    'not-loaded': {
      what: '工作室的部分功能无法加载。',
      todo: '请检查网络后重试，已录制的内容会保留。',
    },
    unexpected: {
      what: '发生了意外错误。',
      todo: '请重试；如果仍然失败，请刷新页面。已录制的内容会保留。',
    },
  },
}

/** The texts in the page's language. */
export const texts = featureTexts<Texts>({ en, 'zh-CN': zh })
