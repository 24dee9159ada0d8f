import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/session.ts'

export const texts: Texts<typeof en> = {
  signInTitle: '请先登录',
  aboutStudio: '在 {name}，团队可以录制、裁剪并发布视频。',
  pasteInvitation: '粘贴邀请链接',
  signIn: '登录',
  linkRefused: '这不是此工作室的邀请链接。',
  noLink: '没有链接？请联系管理员：{contact}',
  signInTrouble: '无法登录？请联系管理员：{contact}',
  takesAMoment: '请稍候。',
  requestLink: '索取新的链接',
  reload: '刷新',
  contactAdmin: '联系管理员',
  inviteOpening: '正在登录…',
  signedOutTitle: '需要邀请',
  signedOutText: '请打开你收到的邀请链接。',
  signedOutOther: '请先登录你的组织，然后刷新此页面。',
}
