import type { Texts } from '../../message.ts'
import type { texts as en } from '../en/help.ts'

export const texts: Texts<typeof en> = {
  title: '說明',
  'publish.question': '如何發布影片？',
  'publish.answer':
    '選擇影片，或拖放到頁面任意位置，然後選取「上傳」。同一個進度列會顯示上傳和處理的進度。完成後即可觀看、複製連結或內嵌。',
  'close.question': '可以關閉頁面嗎？',
  'close.answer':
    '顯示「上傳完成」後就可以。在那之前關閉，上傳會等你再次開啟工作室，再從中斷處繼續。只要頁面開著，中斷的連線就會自動重試。',
  'again.question': '為什麼要重新選擇檔案？',
  'again.answer': '只有瀏覽器無法保留副本時才需要。我們會認出這個檔案，不會重複上傳。',
  'smaller.question': '可以先把影片變小嗎？',
  'smaller.answer':
    '可以。「原始畫質」不會更動檔案，只會移除位置和裝置資訊。其他畫質會在你的裝置上邊壓縮邊上傳，並分別顯示大小和所需時間。HDR 影片和瀏覽器無法讀取的格式只能上傳原始檔案。',
  'record.question': '錄製時頁面關閉了怎麼辦？',
  'record.answer':
    '最多只會遺失一秒，其餘內容下次開啟時還在。如果瀏覽器無法儲存錄影，開始錄製前會有提示。',
  'trim.question': '如何修剪影片或選擇封面？',
  'trim.answer':
    '在畫面上選取「修剪與封面」。無損修剪會保留完整畫質，精確修剪則會重新編碼影片，編輯器會註明是哪一種。',
  'who.question': '誰能看到我的影片？',
  'who.answer':
    '公開：所有人。不公開：知道連結的人，且搜尋引擎不會收錄。私人：這個工作室已登入的創作者。你可以隨時變更，一分鐘內生效。',
  'delete.question': '刪除後可以復原嗎？',
  'delete.answer': '10 秒內可以復原，之後便永久刪除。',
  'privacy.question': '這個瀏覽器裡儲存了什麼？',
  'privacy.answer':
    '上傳佇列，以及發布前的檔案副本；「移除」會同時刪除兩者。影片只會上傳到影片服務，我們不會追蹤你。上傳前會移除偵測到的位置和裝置資訊，除非你關閉這個選項。',
  'phone.question': '可以在手機上或離線使用嗎？',
  'phone.answer':
    '可以。請從瀏覽器選單安裝，安裝後可以離線開啟。在 Android 上，還可以從其他應用程式把影片分享到這裡。',
  'browsers.question': '支援哪些瀏覽器？',
  'browsers.answer':
    '電腦和手機上的新版 Chrome、Edge、Firefox 和 Safari。私密視窗也可以使用，但關閉後不會保留未完成的影片。如果瀏覽器無法壓縮或錄製，仍可上傳原始檔案。',
  'support.chromium': 'Chrome、Edge',
  'support.firefox': 'Firefox',
  'support.webkit': 'Safari',
  'support.publish': '上傳、暫停和繼續',
  'support.resume': '關閉頁面後繼續',
  'support.compress': '壓縮',
  'support.trim': '修剪和選擇封面',
  'support.camera': '用攝影機錄製',
  'support.screen': '錄製螢幕',
  'support.captions': '編輯字幕',
  'support.library': '影片庫',
  'support.watch': '觀看和嵌入',
  'support.private': '無痕視窗',
  'support.offline': '離線開啟',
  'support.phone': '手機',
  'support.yes': '支援',
  'support.untested': '未測試',
  'support.note': '「支援」表示自動測試已驗證。Safari 使用其引擎在 Linux 上測試；手機為模擬測試。',
  'ask.question': '遇到問題可以找誰？',
  'ask.answer': '請聯絡這個工作室的管理員。',
  'ask.contact': '請聯絡管理員：',
  licences: '開放原始碼授權',
}
