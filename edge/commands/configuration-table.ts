import { format } from 'prettier'
import * as v from 'valibot'
import { variables } from '../src/config.ts'

/** What of a valibot schema or action tells the values it takes. */
interface Piece {
  type: string
  requirement?: unknown
  options?: readonly unknown[]
  pipe?: readonly Piece[]
}

/** A schema and all that is piped after it, flat. */
const piecesOf = (piece: Piece): Piece[] => [
  piece,
  ...(piece.pipe ?? []).flatMap((part) => (part === piece ? [] : piecesOf(part))),
]

const code = (text: string | number) => `\`${text}\``

/** What a variable may be: the choices or the range its schema checks, as it checks them. */
function allowed(schema: Piece): string {
  const pieces = piecesOf(schema)
  const options = pieces.findLast(({ type }) => type === 'picklist')?.options
  if (options) return options.filter(Boolean).map(String).map(code).join(', ')
  const bound = (type: string) =>
    pieces.find((piece) => piece.type === type)?.requirement as number | undefined
  const [min, max] = [bound('min_value'), bound('max_value')]
  if (min === undefined || max === undefined) return ''
  return max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `${min} to ${max}`
}

/** What the schema makes of nothing at all. */
function fallback(schema: v.GenericSchema): string {
  const result = v.safeParse(schema, undefined)
  if (!result.success) return 'required'
  const value = result.output
  if (value === undefined) return ''
  return [value].flat().map(String).map(code).join(' ')
}

const row = (cells: string[]) => `| ${cells.join(' | ')} |`

/** shared/docs/configuration.md: every variable of the Worker, from the schema it is checked with. */
export async function configurationTable(): Promise<string> {
  const rows = Object.entries(variables).map(([name, schema]) =>
    row([
      code(name),
      v.getDescription(schema) ?? '',
      allowed(schema as Piece),
      fallback(schema),
      'secret' in v.getMetadata(schema) ? 'secret' : '',
    ]),
  )
  const page = [
    '# Configuration of the Worker',
    '',
    'Written by `pnpm run docs` from the schema in [`edge/src/config.ts`](../../edge/src/config.ts); a test compares the two. An empty variable means its default.',
    '`pnpm run setup` takes what is in its environment under these names; [the page for operators](operators.md) tells how.',
    '',
    row(['name', 'what it is', 'values', 'default', '']),
    row(['---', '---', '---', '---', '---']),
    ...rows,
  ].join('\n')
  return format(page, { parser: 'markdown' })
}
