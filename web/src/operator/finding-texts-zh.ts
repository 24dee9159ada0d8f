import type { FindingCode, FindingText } from '@reelferry/contract/operator'

/** What each finding says in Chinese; in English it stands beside the findings themselves. */
export const findingTextsZh: Record<FindingCode, FindingText> = {
  version: { says: '版本 {version}' },
  'version-differs': {
    says: '已部署的版本是 {version}，本地是 {ours}',
    todo: '运行 `pnpm run deploy`。',
  },
  'clocks-agree': { says: '时钟一致' },
  'clocks-differ': {
    says: '本机时钟与 Worker 的时钟相差 {minutes} 分钟',
    todo: '校准本机时钟：时间相差超过五分钟的签名会被云点播拒绝。',
  },
  'vod-accepts-primary': { says: '云点播接受密钥，使用主应用' },
  'vod-accepts': { says: '云点播接受密钥，使用应用 {application}' },
  'vod-refuses-key': {
    says: '云点播拒绝了密钥（{refusal}）',
    todo: '用云点播认可的密钥运行 `pnpm run setup`。',
  },
  'vod-refuses-clock': {
    says: '云点播拒绝了签名的时间（{refusal}）',
    todo: '云点播与 Worker 的时钟不一致。请查看 status.tencentcloud.com。',
  },
  'vod-refuses-permission': {
    says: '密钥没有云点播的权限（{refusal}）',
    todo: '为该 CAM 密钥授予策略 QcloudVODFullAccess。',
  },
  'vod-refuses-application': {
    says: '云点播拒绝了应用（{refusal}）',
    todo: '把 VOD_SUB_APP_ID 设为该账号下的应用。',
  },
  'vod-unreachable': {
    says: '云点播没有应答（{refusal}）',
    todo: '请重试，并检查 VOD_API_ENDPOINT。',
  },
  'vod-too-often': { says: '刚才对云点播的请求过于频繁（{refusal}）', todo: '请一分钟后再试。' },
  'vod-refuses': {
    says: '云点播拒绝了请求（{refusal}）',
    todo: '请在文档 product/266/31774 中查找此错误码。',
  },
  'mode-differs': {
    says: '云点播处于 {mode} 模式，而 Worker 需要 {wanted}',
    todo: '运行 `pnpm run setup`，或修改 EVENT_MODE。',
  },
  'events-pulled': { says: '云点播保留事件，由 Worker 每五分钟拉取' },
  'events-here': { says: '云点播会回调到这里' },
  'events-at-other-address': {
    says: '云点播回调到 {origin}，使用的是本工作室的密钥',
    todo: '如果这是本工作室的另一个地址，则无需处理；否则运行 `pnpm run setup`。',
  },
  'events-elsewhere': {
    says: '云点播回调到 {origin}，不是这里，或使用了别的密钥',
    todo: '运行 `pnpm run setup`。',
  },
  'events-nowhere': { says: '云点播没有设置回调', todo: '运行 `pnpm run setup`。' },
  'uploads-told': { says: '云点播会通知上传完成' },
  'uploads-untold': {
    says: '云点播不通知上传完成：每个上传都要等待轮询',
    todo: '运行 `pnpm run setup`。',
  },
  'deletions-untold': {
    says: '在云点播控制台删除视频时不会通知：这些视频会显得损坏',
    todo: '运行 `pnpm run setup`。',
  },
  unsigned: {
    says: '通知没有签名',
    todo: '运行 `pnpm run setup`，它会设置 CALLBACK_SIGN_KEY。',
  },
  'notifications-refused': {
    says: '有通知密钥正确但签名错误而被拒绝，一周内至少 {count} 次，最近一次在 {lastAt}',
    todo: '运行 `pnpm run setup`，让云点播与 Worker 使用相同的 CALLBACK_SIGN_KEY。若仍出现，说明密钥已泄露：`pnpm run setup --rotate`。',
  },
  'notifications-never': {
    says: '文件都是靠主动查询才发现的：从未收到过云点播的通知',
    todo: '运行 `pnpm run setup`，并在 `pnpm exec wrangler tail` 中查找 "callback-refused"。',
  },
  'last-event': { says: '最近一次通知收到于 {lastAt}' },
  'procedure-none': { says: '上传后不启动任务流：视频按原样播放' },
  'procedure-known': { says: '云点播有任务流 {name}' },
  'procedure-unknown': {
    says: '云点播没有任务流 {name}：上传会一直等待它',
    todo: '把 VOD_PROCEDURE 设为应用中已有的任务流，或留空，然后运行 `pnpm run setup`。',
  },
  'procedure-unchecked': {
    says: '无法得知云点播是否有此任务流（{refusal}）',
    todo: '允许 CAM 密钥调用 DescribeProcedureTemplates，或在云点播控制台查看。',
  },
  'bucket-refused': {
    says: '云点播拒绝发起上传（{refusal}）',
    todo: '检查 VOD_SUB_APP_ID 和 VOD_STORAGE_REGION，以及账号是否欠费。',
  },
  'bucket-in-policy': { says: '页面可以向 {origin} 发送' },
  'bucket-not-in-policy': {
    says: '页面的 Content-Security-Policy 不允许向 {origin} 发送',
    todo: '把 COS_ENDPOINT 设为该地址，并告诉我们：云点播启用了新的存储域名。',
  },
  'bucket-open': { says: '存储桶的 CORS 规则允许浏览器发送分片并读取 ETag' },
  'bucket-closed': {
    says: '存储桶的 CORS 规则不允许浏览器发送',
    todo: '在云点播控制台的上传设置中允许此来源；若已允许，请联系腾讯云。',
  },
  'bucket-hides-etag': {
    says: '存储桶的 CORS 规则没有暴露 ETag',
    todo: '在云点播控制台的上传设置中允许此来源；若已允许，请联系腾讯云。',
  },
  'media-unchecked': {
    says: '无法查看最新的媒体（{refusal}）',
    todo: '请一分钟后再试。若仍如此，请在文档 product/266/31774 中查找此错误码。',
  },
  'media-none': { says: '三十天内没有发布过视频' },
  'media-in-policy': { says: '页面可以播放来自 {hosts} 的视频' },
  'media-not-in-policy': {
    says: '页面的 Content-Security-Policy 不允许播放来自 {blocked} 的视频',
    todo: '运行 `MEDIA_ORIGINS="{hosts}" pnpm run setup`。',
  },
  'issuer-well': { says: '令牌签发方有应答，可用于校验的公钥数：{keys}' },
  'issuer-silent': {
    says: '无法取得签发方的公钥（{refusal}）：所有人都无法登录',
    todo: '检查 JWT_JWKS_URL 或 ACCESS_TEAM_DOMAIN，以及签发方是否在运行。',
  },
  'issuer-keyless': {
    says: '签发方 {url} 没有可用于 RS256 或 ES256 的公钥：所有人都无法登录',
    todo: '让它使用 2048 位以上的 RSA，或 P-256 签名。',
  },
  'kv-well': { says: 'KV 可以读取，也可以写入' },
  'kv-silent': {
    says: 'KV 没有应答',
    todo: '检查套餐的限额（免费版每天 1,000 次列表操作）以及 cloudflarestatus.com。',
  },
  'kv-full': {
    says: 'KV 无法写入：不能发起任何上传',
    todo: '检查套餐的限额（免费版每天 1,000 次写入）以及 cloudflarestatus.com。',
  },
  limits: { says: 'AUTH_MODE 为 {authMode}；单个文件最大 {gigabytes} GB' },
  unlimited: {
    says: '每位创作者可以发起任意数量的上传',
    todo: '设置 UPLOADS_PER_DAY 和 CONCURRENT_UPLOADS，以限制单个账号可能产生的费用。',
  },
  rotating: {
    says: '更换前的密钥仍被接受',
    todo: '更换三十天后运行 `pnpm run setup --end-rotation`。',
  },
}
