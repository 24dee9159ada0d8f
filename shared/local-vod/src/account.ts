/** The one VOD account the region serves. */
export interface Account {
  appId: number
  secretId: string
  secretKey: string
}

/** Whether a sub-application, as named in a signature or a request, is this account: absent, 0 and the AppId mean the primary one. */
export const isOwnApplication = (account: Account, subAppId: string): boolean =>
  subAppId === '' || subAppId === '0' || subAppId === String(account.appId)
