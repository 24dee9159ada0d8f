/** The VOD account that the region serves. There is only one. */
export interface Account {
  appId: number
  secretId: string
  secretKey: string
}

/** Whether a sub-application id names this account. An empty id, 0 and the AppId all mean the primary application. */
export const isOwnApplication = (account: Account, subAppId: string): boolean =>
  subAppId === '' || subAppId === '0' || subAppId === String(account.appId)
