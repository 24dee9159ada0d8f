import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import { createClickGuard, useClickGuard } from '../../src/composables/use-click-guard.ts'

describe('a click guard', () => {
  it('blocks clicks for 400 ms after the control was replaced', () => {
    let now = 0
    const guard = createClickGuard(() => now)
    expect(guard.isBlocked()).toBe(false)
    guard.replaced()
    const blockedAt = [0, 399, 400, 5000].filter((time) => {
      now = time
      return guard.isBlocked()
    })
    expect(blockedAt).toEqual([0, 399])
    guard.replaced()
    expect(guard.isBlocked()).toBe(true)
  })

  it('blocks the second click of a double click, but not a click of its own', () => {
    const guard = createClickGuard(() => 0)
    guard.replaced()
    expect(guard.isBlocked({ detail: 2, isTrusted: true })).toBe(true)
    expect(guard.isBlocked({ detail: 1, isTrusted: true })).toBe(false)
    // A key that repeats, and a script.
    expect(guard.isBlocked({ detail: 0, isTrusted: true })).toBe(true)
    expect(guard.isBlocked({ detail: 0, isTrusted: false })).toBe(false)
  })

  it('of a component starts when the shown action changes', async () => {
    let now = 0
    const clicked: string[] = []
    const Control = defineComponent({
      props: { action: { type: String, required: true } },
      setup(props) {
        const isBlocked = useClickGuard(
          () => props.action,
          createClickGuard(() => now),
        )
        const click = () => {
          if (!isBlocked()) clicked.push(props.action)
        }
        return () => h('button', { onClick: click }, props.action)
      },
    })
    const control = mount(Control, { props: { action: 'Upload all' } })
    await control.trigger('click')
    await control.setProps({ action: 'Pause all' })
    now = 300
    await control.trigger('click')
    expect(clicked).toEqual(['Upload all'])
    now = 500
    await control.trigger('click')
    expect(clicked).toEqual(['Upload all', 'Pause all'])
  })
})
