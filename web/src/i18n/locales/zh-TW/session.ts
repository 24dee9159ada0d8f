import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/session.ts'

export const texts: Texts<typeof en> = {
  inviteOpening: '登入中…',
  signedOutTitle: '需要邀請才能使用',
  signedOutText: '請開啟你收到的邀請連結。',
  signedOutOther: '請先登入你的組織，然後重新整理這個頁面。',
  signInTitle: '請先登入',
  aboutStudio: '在 {name}，團隊可以錄製、修剪並發布影片。',
  pasteInvitation: '貼上邀請連結',
  signIn: '登入',
  linkRefused: '這不是這個工作室的邀請連結。',
  noLink: '沒有連結？請聯絡管理員：{contact}',
  signInTrouble: '無法登入？請聯絡管理員：{contact}',
  takesAMoment: '請稍候。',
  requestLink: '索取新的連結',
  reload: '重新整理',
  contactAdmin: '聯絡管理員',
}
