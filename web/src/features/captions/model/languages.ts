/** Languages that the editor offers, by their tags (BCP 47). The API accepts any other one too. */
const offered =
  'en zh-CN zh-TW zh-HK ja ko es es-419 fr de pt-BR pt-PT it nl ru uk pl cs sv da nb fi el tr ar he fa hi bn ta th vi id ms fil ro hu'.split(
    ' ',
  )

/** The name of a language in that language itself, or the tag if the browser knows no name. */
export function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1)
  } catch {
    return tag
  }
}

/** Languages that can be added beside the given ones; the preferred ones are first. */
export function languagesToAdd(used: readonly string[], preferred: readonly string[]): string[] {
  const first = preferred.filter((tag) => offered.includes(tag))
  return [...new Set([...first, ...offered])].filter((tag) => !used.includes(tag))
}
