/** How a region is set up. */
export interface RegionOptions {
  /** 0 = any free port. */
  port: number
  /** Objects and records live here; a region started again on the same directory goes on where it was. */
  directory: string
  account: { appId: number; secretId: string; secretKey: string }
  /** Where callbacks go; '' = nowhere (as at VOD until configured). Same as ModifyEventConfig's NotificationUrl. */
  notificationUrl?: string
  /** ModifyEventConfig's SignKey: adds Sign/T to callbacks. */
  signKey?: string
  /**
   * Origin used in MediaUrl; default this server's own, e.g. http://127.0.0.1:8000. For host-name tests e.g.
   * http://1500000001.vod2.myqcloud.com
   */
  mediaOrigin?: string
  /** Whether task flows encode an adaptive stream and take a snapshot, by the ffmpeg on this machine. */
  encode?: boolean
  /** Key of the CDN domain's hotlink protection, which is off without one. */
  hotlinkKey?: string
  /** How long a task flow takes, ms; default 1000. */
  processingMs?: number
  /** TLS key and certificate, PEM: then it speaks https. */
  tls?: { key: string; cert: string }
  /** Clock in ms, for tests of expiry; default Date.now. */
  now?: () => number
}
