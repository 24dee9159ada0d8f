import { format } from 'prettier'
import { problems } from '@reelferry/contract'

/** `shared/docs/problems.md`: one section, and so one anchor, for each problem code. */
export function problemsPage(): Promise<string> {
  const sections = Object.entries(problems).map(
    ([code, { status, title, action }]) =>
      `## ${code}\n\nHTTP status ${status}. ${title}\n\nWhat to do: ${action}\n`,
  )
  const page = `# Problem codes

\`pnpm run docs\` writes this page from [\`problems.ts\`](../contract/src/problems.ts).

Every error answer of the Worker is a [problem detail](https://www.rfc-editor.org/rfc/rfc9457) with a \`code\`. A code is permanent: it is never removed and never changes its meaning.

${sections.join('\n')}`
  return format(page, { parser: 'markdown' })
}
