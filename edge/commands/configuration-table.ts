import { format } from 'prettier'
import * as v from 'valibot'
import { variables } from '../src/config.ts'

/** The members of a valibot schema or action that describe its permitted values. */
interface SchemaPart {
  type: string
  requirement?: unknown
  options?: readonly unknown[]
  pipe?: readonly SchemaPart[]
}

/** A schema and everything in its pipe, as a flat list. */
const partsOf = (schema: SchemaPart): SchemaPart[] => [
  schema,
  ...(schema.pipe ?? []).flatMap((part) => (part === schema ? [] : partsOf(part))),
]

const code = (text: string | number) => `\`${text}\``

/** The permitted values of a variable: the options or the range of its schema. */
function permittedValues(schema: SchemaPart): string {
  const parts = partsOf(schema)
  const options = parts.findLast(({ type }) => type === 'picklist')?.options
  if (options) return options.filter(Boolean).map(String).map(code).join(', ')
  const bound = (type: string) =>
    parts.find((part) => part.type === type)?.requirement as number | undefined
  const [min, max] = [bound('min_value'), bound('max_value')]
  if (min === undefined || max === undefined) return ''
  return max === Number.MAX_SAFE_INTEGER ? `from ${min}` : `${min} to ${max}`
}

/** The value of a variable that is not set. */
function defaultValue(schema: v.GenericSchema): string {
  const result = v.safeParse(schema, undefined)
  if (!result.success) return 'required'
  const value = result.output
  if (value === undefined) return ''
  return [value].flat().map(String).map(code).join(' ')
}

const row = (cells: string[]) => `| ${cells.join(' | ')} |`

/** Generates shared/docs/configuration.md: every variable of the Worker, from the schema that validates it. */
export async function configurationTable(): Promise<string> {
  const rows = Object.entries(variables).map(([name, schema]) =>
    row([
      code(name),
      v.getDescription(schema) ?? '',
      permittedValues(schema as SchemaPart),
      defaultValue(schema),
      'secret' in v.getMetadata(schema) ? 'secret' : '',
    ]),
  )
  const page = [
    '# Configuration of the Worker',
    '',
    '`pnpm run docs` writes this page from the schema in [`edge/src/config.ts`](../../edge/src/config.ts); a test compares the two. An empty variable has its default value.',
    '`pnpm run setup` passes the variables of its environment that have these names to the Worker; see [the page for operators](operators.md#setup).',
    '',
    row(['name', 'meaning', 'values', 'default', '']),
    row(['---', '---', '---', '---', '---']),
    ...rows,
  ].join('\n')
  return format(page, { parser: 'markdown' })
}
