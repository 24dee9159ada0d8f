/** A studio whose operator has set a name, a logo, a colour, a link and a contact. */
export const ownStudio = {
  STUDIO_NAME: 'Harbor TV',
  STUDIO_LOGO: 'https://logo.example/square.png',
  STUDIO_ACCENT: '#7a1f5c',
  STUDIO_FOOTER: 'Imprint https://example.com/imprint',
  ADMIN_CONTACT: 'video@example.com',
}
