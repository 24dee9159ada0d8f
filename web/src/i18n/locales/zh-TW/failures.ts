import type { texts as en } from '../en/failures.ts'

export const texts: typeof en = {
  'invalid-request': { what: '這個頁面的版本過舊。', todo: '請重新整理後繼續。' },
  'invalid-name': {
    what: '無法使用這個檔案名稱。',
    todo: '請改用較短的檔案名稱，再重新選擇。',
  },
  'invalid-schedule': {
    what: '這兩個時間無法使用。',
    todo: '請讓「不公開」的時間晚於「公開」的時間。',
  },
  'not-a-video': { what: '這個檔案不是影片。', todo: '請選擇影片檔案。' },
  'empty-file': { what: '這個檔案是空的。', todo: '請選擇其他檔案。' },
  'file-too-large': {
    what: '這個檔案太大。',
    todo: '請選擇較低的畫質，或請管理員提高上限。',
  },
  'not-signed-in': { what: '你已登出。', todo: '請重新登入，然後再試一次。' },
  'invite-invalid': { what: '這個邀請無效。', todo: '請檢查連結是否完整，或索取新的連結。' },
  'invite-expired': { what: '這個邀請已過期。', todo: '請向管理員索取新的連結。' },
  'invite-used': {
    what: '這個邀請已使用過。',
    todo: '請使用當初開啟它的瀏覽器，或索取新的連結。',
  },
  'video-private': { what: '這是私人影片。', todo: '請聯絡擁有者變更瀏覽權限。' },
  'not-permitted': { what: '你沒有上傳權限。', todo: '請向管理員申請權限。' },
  'origin-not-allowed': { what: '無法從這個網站上傳。', todo: '請直接開啟工作室。' },
  'callback-refused': { what: '要求遭到拒絕。', todo: '請重新整理頁面，然後再試一次。' },
  'route-not-found': { what: '這個頁面的版本過舊。', todo: '請重新整理後繼續。' },
  'upload-not-found': { what: '這次上傳已過期。', todo: '請重試，將重新上傳。' },
  'video-not-found': { what: '找不到影片。', todo: '連結可能有誤或不完整。' },
  'method-not-allowed': { what: '這個頁面的版本過舊。', todo: '請重新整理後繼續。' },
  'upload-closed': { what: '這次上傳已經結束。', todo: '請重試，將重新上傳。' },
  'reply-closed': {
    what: '無法回覆這項決定。',
    todo: '請重新整理頁面，查看最新狀態。',
  },
  'no-previous-file': {
    what: '這部影片沒有可還原的舊檔案。',
    todo: '請重新整理頁面，查看最新狀態。',
  },
  'body-too-large': { what: '文字過長。', todo: '請縮短標題、說明或檔案名稱。' },
  'daily-limit': { what: '你已達到今天的上傳上限。', todo: '請明天再試，或請管理員提高上限。' },
  'too-many-uploads': { what: '同時進行的上傳太多。', todo: '請等其中一個完成，然後重試。' },
  'too-many-requests': { what: '操作過於頻繁。', todo: '請在一分鐘後重試。' },
  'internal-error': {
    what: '伺服器發生問題。',
    todo: '請再試一次；如果持續發生，請聯絡管理員。',
  },
  'format-not-supported': { what: '這個頁面的版本過舊。', todo: '請重新整理後繼續。' },
  'not-configured': { what: '這個工作室尚未設定完成。', todo: '請聯絡管理員完成設定。' },
  'issuer-unavailable': { what: '目前無法登入。', todo: '請稍後再試。' },
  'vod-unavailable': { what: '影片服務沒有回應。', todo: '請稍後再試。' },
  'network-lost': { what: '連線中斷。', todo: '請重試，將從中斷處繼續。' },
  'signature-expired': { what: '這次上傳的授權已過期。', todo: '請重試，將從中斷處繼續。' },
  'signature-refused': {
    what: '這次上傳未獲授權。',
    todo: '請聯絡管理員：工作室的金鑰或時鐘可能有誤。',
  },
  'storage-refused': { what: '上傳遭到拒絕。', todo: '請再試一次，或聯絡管理員。' },
  'session-expired': { what: '上傳逾時。', todo: '請重試，將從中斷處繼續。' },
  'file-unreadable': {
    what: '無法再讀取這個檔案。',
    todo: '檔案可能已移動或變更，請重新選擇。',
  },
  'processing-failed': {
    what: '無法處理這部影片。',
    todo: '請確認它能在你的裝置上播放，或轉換為 MP4。',
  },
  'upload-abandoned': { what: '這部影片已不存在。', todo: '如需還原，請重新上傳。' },
  'compression-failed': { what: '壓縮失敗。', todo: '請重試，或上傳原始檔案。' },
  'compression-not-loaded': {
    what: '無法開始壓縮：頁面有部分內容未能載入。',
    todo: '請檢查網路連線後重試，或上傳原始檔案。',
  },
  'compression-stalled': {
    what: '壓縮已停止：此瀏覽器無法處理完這部影片。',
    todo: '請上傳原始檔案，或改用其他瀏覽器重試。',
  },
  'storage-full': {
    what: '裝置的儲存空間不足。',
    todo: '請釋出一些空間後重試，或上傳原始檔案。',
  },
  'storage-unavailable': {
    what: '瀏覽器不再為這個頁面儲存檔案。',
    todo: '請在一般視窗（非私密視窗）中重試，或上傳原始檔案。',
  },
  'request-blocked': {
    what: '瀏覽器封鎖了上傳。',
    todo: '請在這個頁面停用會封鎖要求的擴充功能，然後重試。',
  },
  'cover-failed': { what: '封面上傳失敗，影片不受影響。', todo: '請重試，或選擇其他圖片。' },
  'cover-unreadable': { what: '無法再讀取封面，影片不受影響。', todo: '請選擇其他圖片。' },
  'vod-refused': { what: '上傳遭到拒絕。', todo: '請再試一次，或聯絡管理員。' },
  unexpected: { what: '發生問題。', todo: '請再試一次，或重新整理頁面。' },
}
