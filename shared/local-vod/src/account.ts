/** The VOD account that the region serves. There is only one. */
export interface Account {
  appId: number
  secretId: string
  secretKey: string
}

/** Whether a sub-application id from a signature or a request is this account: absent, 0 and the AppId mean the primary application. */
export const isOwnApplication = (account: Account, subAppId: string): boolean =>
  subAppId === '' || subAppId === '0' || subAppId === String(account.appId)
