/**
 * localStorage key that is set after the creator allowed notifications in the studio. The browser grants the
 * permission to the whole origin, so it may have been granted to another part of the site.
 */
const key = 'reelferry.notices'

function isAllowedHere(): boolean {
  try {
    return localStorage.getItem(key) !== null
  } catch {
    return false
  }
}

function rememberAllowed(): void {
  try {
    localStorage.setItem(key, 'granted')
  } catch {
    // The creator is asked again on the next visit.
  }
}

/** System notifications and the badge of the installed app. */
export const notifications = {
  /**
   * `default` if the creator has not decided in the studio yet; `denied` also if this browser has no notifications.
   */
  permission(): NotificationPermission {
    if (!('Notification' in window)) return 'denied'
    const { permission } = Notification
    return permission === 'granted' && !isAllowedHere() ? 'default' : permission
  },

  /**
   * Shows the browser's permission prompt. Call it in a click handler: browsers require a user gesture. Resolves with
   * `denied` if the browser shows no prompt.
   */
  async requestPermission(): Promise<NotificationPermission> {
    const permission = await Promise.resolve()
      .then(() => Notification.requestPermission())
      .catch(() => 'denied' as const)
    if (permission === 'granted') rememberAllowed()
    return permission
  },

  /** Shows a notification. It replaces an earlier one with the same tag. */
  async show(title: string, tag: string): Promise<void> {
    const options = { tag, icon: '/icons/192.png' }
    const registration = await navigator.serviceWorker?.getRegistration()
    // On Android only a service worker can show notifications.
    if (registration) await registration.showNotification(title, options)
    else new Notification(title, options)
  },

  /** Shows a number on the icon of the installed app; 0 removes it. */
  async badge(count: number): Promise<void> {
    if (!('setAppBadge' in navigator)) return
    await (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge())
  },
}
export type Notifications = typeof notifications
