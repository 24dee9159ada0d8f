import type { Catalogue } from '../../message.ts'

/** The pages for people who are not signed in. */
export const texts = {
  signInTitle: 'Sign in to continue',
  aboutStudio: '{name} is where your team records, trims and publishes video.',
  pasteInvitation: 'Paste an invitation link',
  signIn: 'Sign in',
  linkRefused: 'That isn’t an invitation link for this studio.',
  noLink: 'No link? Ask your admin at {contact}.',
  signInTrouble: 'Trouble signing in? Ask your admin at {contact}.',
  takesAMoment: 'This takes a moment.',
  requestLink: 'Ask for a new link',
  reload: 'Reload',
  contactAdmin: 'Contact your admin',
  inviteOpening: 'Signing you in…',
  signedOutTitle: 'You’ll need an invitation',
  signedOutText: 'Open the invitation link you were sent to get in.',
  signedOutOther: 'Sign in to your organization, then reload this page.',
} as const satisfies Catalogue
