/** Configuration of a region. */
export interface RegionOptions {
  /** 0 = a free port. */
  port: number
  /** Contains objects and records. A region that starts on an existing directory continues with its state. */
  directory: string
  account: { appId: number; secretId: string; secretKey: string }
  /** Callback URL (ModifyEventConfig's NotificationUrl); '' = no callbacks, which is also VOD's default. */
  notificationUrl?: string
  /** ModifyEventConfig's SignKey. It adds Sign and T to callbacks. */
  signKey?: string
  /**
   * Origin of media URLs; default: this server's, e.g. http://127.0.0.1:8000. Tests of host names use e.g.
   * http://1500000001.vod2.myqcloud.com
   */
  mediaOrigin?: string
  /**
   * Whether ffmpeg reads the metadata of uploads, and task flows encode renditions and take a snapshot. This needs ffmpeg
   * and ffprobe on the PATH ({@link isFfmpegInstalled}).
   */
  encode?: boolean
  /** Key of the CDN domain's hotlink protection. Without a key the protection is off. */
  hotlinkKey?: string
  /** Duration of a task flow, ms; default 1000. */
  processingMs?: number
  /** TLS key and certificate, PEM. With them the region serves https. */
  tls?: { key: string; cert: string }
  /** Clock in ms, for tests of expiry; default `Date.now`. */
  now?: () => number
}
