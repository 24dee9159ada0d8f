/**
 * Removes the preloads of a document that are for another page or another language; the build writes all of them. The
 * language of `Accept-Language` is a guess: the person may have chosen another one, which the script then loads.
 * @param page path of the page that the document shows; `undefined` if its code is not needed
 */
export function withPreloads(
  document: Response,
  page: string | undefined,
  acceptLanguage = '',
): Response {
  const [preferred = ''] = acceptLanguage.split(/[,;]/)
  return new HTMLRewriter()
    .on('link[data-page]', {
      element: (link) => void (link.getAttribute('data-page') === page || link.remove()),
    })
    .on('link[data-language]', {
      element(link) {
        const language = link.getAttribute('data-language') ?? ''
        if (preferred !== language && !preferred.startsWith(`${language}-`)) link.remove()
      },
    })
    .transform(document)
}
