import { Problem, problems } from '@reelferry/contract'
import { toJsonSchema } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { descriptionOf, type NamedSchema, type RouteDescription } from './describe-route.ts'

interface Route {
  method: string
  path: string
  handler: object
}

/** The description of each route, by method and path as Hono writes them: `GET /api/uploads/:uploadId`. */
export function describedRoutes(routes: readonly Route[]): Record<string, RouteDescription> {
  const found: Record<string, RouteDescription> = {}
  for (const { method, path, handler } of routes) {
    const description = descriptionOf(handler)
    const key = `${method} ${path}`
    if (description) found[key] = { ...found[key], ...description }
  }
  return found
}

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` })

const jsonContent = ({ name }: NamedSchema) => ({ 'application/json': { schema: reference(name) } })

const parameter = (place: 'path' | 'query', name: string) => ({
  name,
  in: place,
  required: place === 'path',
  schema: { type: 'string' },
})

function toOperation(
  { summary, body, query = {}, success, problems: codes = [] }: RouteDescription,
  path: string,
) {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status)
  return {
    summary,
    parameters: [
      ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => parameter('path', name ?? '')),
      ...Object.entries(query).map(([name, description]) => ({
        ...parameter('query', name),
        description,
      })),
    ],
    ...(body && { requestBody: { required: true, content: jsonContent(body) } }),
    responses: {
      ...(success && {
        [success.status]: {
          description: success.description,
          ...(success.schema && { content: jsonContent(success.schema) }),
        },
      }),
      ...Object.fromEntries(
        [...byStatus].map(([status, codesOfStatus]) => [
          status,
          {
            description: codesOfStatus.map((code) => `${code}: ${problems[code].title}`).join('\n'),
            content: { 'application/problem+json': { schema: reference('Problem') } },
          },
        ]),
      ),
    },
  }
}

/** The API as OpenAPI 3.1, from the descriptions of the routes and the schemas that validate requests. */
export function openapi(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {}
  const schemas: Record<string, GenericSchema> = { Problem }
  for (const [key, description] of Object.entries(describedRoutes(routes))) {
    const [method = '', path = ''] = key.split(' ')
    const template = path.replace(/:(\w+)/g, '{$1}')
    const operation = toOperation(description, path)
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation }
    for (const named of [description.body, description.success?.schema])
      if (named) schemas[named.name] = named.schema
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Reelferry', version, license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [
          name,
          // JSON Schema has no equivalent of a brand: it is omitted.
          toJsonSchema(schema, { errorMode: 'ignore', typeMode: 'input' }),
        ]),
      ),
    },
  }
}
