import { describe, expect, it } from 'vitest'
import { app } from '../../src/app.ts'
import { describedRoutes } from '../../src/http/openapi.ts'
import { request } from '../client.ts'

interface Description {
  openapi: string
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>
  components: { schemas: Record<string, { type?: string }> }
}

const described = async () => (await request('/api/openapi.json')).json<Description>()

describe('GET /api/openapi.json', () => {
  it('describes exactly the existing routes', () => {
    const routes = app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .map(({ method, path }) => `${method} ${path}`)
    expect(Object.keys(describedRoutes(app.routes)).toSorted()).toEqual(
      [...new Set(routes)].toSorted(),
    )
  })

  it('has no broken reference', async () => {
    const description = await described()
    const references = JSON.stringify(description).match(/#\/components\/schemas\/\w+/g) ?? []
    const names = references.map((reference) => reference.split('/').at(-1))
    expect(names.length).toBeGreaterThan(20)
    expect(Object.keys(description.components.schemas)).toEqual(expect.arrayContaining(names))
  })

  it('generates its schemas from those that validate requests', async () => {
    const { components, paths } = await described()
    expect(components.schemas.OpenUpload).toMatchObject({
      type: 'object',
      required: ['name', 'size', 'type'],
      additionalProperties: false,
    })
    expect(Object.keys(paths['/api/uploads/{uploadId}'] ?? {}).toSorted()).toEqual([
      'delete',
      'get',
      'patch',
    ])
  })
})
