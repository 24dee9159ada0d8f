import { expect, it } from 'vitest'
import { invitationAddress } from '../../../src/features/session/invitation-link.ts'

const origin = 'https://studio.example'

it('reads the page and the invitation from a link of this studio', () => {
  expect(invitationAddress(` ${origin}/invite#abc.def\n`, origin)).toBe('/invite#abc.def')
})

it.each([
  'abc.def',
  `${origin}/invite`,
  `${origin}/invite#`,
  `${origin}/watch/1#abc`,
  'https://elsewhere.example/invite#abc',
  'javascript:alert(1)#abc',
])('rejects %s', (text) => {
  expect(invitationAddress(text, origin)).toBeUndefined()
})
