import { ServerApiError } from '../errors.ts'
import { choice, type Parameters, strings } from '../parameters.ts'

/** Preset task flows of every application (product/266/14058). */
const presets = [
  'LongVideoPreset',
  'SimpleAesEncryptPreset',
  'WidevineFairPlayPreset',
  'SDMC-WidevineFairPlayPreset',
  'MultiDRMPreset',
]

/** An integer parameter from 0 to `max`. Throws InvalidParameter or InvalidParameterValue. */
function integer(parameters: Parameters, name: string, fallback: number, max: number): number {
  const value = parameters[name] ?? fallback
  if (!Number.isSafeInteger(value))
    throw new ServerApiError('InvalidParameter', `${name} must be an integer.`)
  if (Number(value) < 0 || Number(value) > max)
    throw new ServerApiError('InvalidParameterValue', `${name} must be from 0 to ${max}.`)
  return Number(value)
}

/** DescribeProcedureTemplates (product/266/34147): only presets, because the application has no custom templates. */
export function describeProcedureTemplates(parameters: Parameters): object {
  const names = strings(parameters, 'Names', 100)
  const type = choice(parameters, 'Type', ['Preset', 'Custom'] as const)
  const offset = integer(parameters, 'Offset', 0, Number.MAX_SAFE_INTEGER)
  const limit = integer(parameters, 'Limit', 10, 100)
  const all = type === 'Custom' ? [] : presets
  const found = all.filter((name) => names.length === 0 || names.includes(name))
  return {
    TotalCount: found.length,
    ProcedureTemplateSet: found
      .slice(offset, offset + limit)
      .map((Name) => ({ Name, Type: 'Preset', Comment: '' })),
  }
}
