import { ServerApiError } from './errors.ts'

/** Parameters of an action, as they came. */
export type Parameters = Record<string, unknown>

/** A string parameter; `undefined` if it is absent. Throws InvalidParameter for another type. */
export function optionalString(parameters: Parameters, name: string): string | undefined {
  const value = parameters[name]
  if (value === undefined || typeof value === 'string') return value
  throw new ServerApiError('InvalidParameter', `${name} must be a string.`)
}

export function requiredString(parameters: Parameters, name: string): string {
  const value = optionalString(parameters, name)
  if (value) return value
  throw new ServerApiError('InvalidParameterValue', `${name} is required.`)
}

/** One of a few strings; `undefined` if it is absent. */
export function choice<T extends string>(
  parameters: Parameters,
  name: string,
  allowed: readonly T[],
): T | undefined {
  const value = optionalString(parameters, name)
  if (value === undefined) return undefined
  const found = allowed.find((one) => one === value)
  if (found) return found
  throw new ServerApiError('InvalidParameterValue', `${name} must be one of ${allowed.join(', ')}.`)
}

/** A list of strings with up to `most` members; empty if it is absent. */
export function strings(parameters: Parameters, name: string, most: number): string[] {
  const value = parameters[name] ?? []
  if (!Array.isArray(value) || !value.every((member) => typeof member === 'string'))
    throw new ServerApiError('InvalidParameter', `${name} must be a list of strings.`)
  if (value.length > most)
    throw new ServerApiError('InvalidParameterValue', `${name} may have up to ${most} members.`)
  return value
}
