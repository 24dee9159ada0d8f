/** Kept once they were asked for here: another part of the site may have been allowed them for itself. */
const key = 'reelferry.notices'

/** Notifications of the system, where this browser has them. */
export const notices = {
  /** Whether its creator has allowed them, has refused, or has not been asked. */
  permission(): NotificationPermission {
    if (!('Notification' in window)) return 'denied'
    const { permission } = Notification
    return permission === 'granted' && !localStorage.getItem(key) ? 'default' : permission
  },

  /** Asks, which browsers let follow on a click only. */
  async ask(): Promise<NotificationPermission> {
    const permission = await Notification.requestPermission()
    if (permission === 'granted') localStorage.setItem(key, permission)
    return permission
  },

  async show(title: string, tag: string): Promise<void> {
    const options = { tag, icon: '/icons/192.png' }
    const registration = await navigator.serviceWorker?.getRegistration()
    // On phones only a service worker may show one.
    if (registration) await registration.showNotification(title, options)
    else new Notification(title, options)
  },

  /** A number on the studio's icon, where it is installed; none for 0. */
  async badge(count: number): Promise<void> {
    if (!('setAppBadge' in navigator)) return
    await (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge())
  },
}
export type Notices = typeof notices
