/** Follows a pressed pointer until it is released. Reports its position on `track`, from 0 (left) to 1 (right). */
export function followPointer(
  event: PointerEvent,
  track: HTMLElement | null,
  { moved, released }: { moved(position: number): void; released?(): void },
): void {
  const target = event.currentTarget
  if (!(target instanceof HTMLElement) || !track || event.button !== 0) return
  event.preventDefault()
  event.stopPropagation()
  target.setPointerCapture(event.pointerId)
  const { left, width } = track.getBoundingClientRect()
  const move = ({ clientX }: PointerEvent) =>
    moved(Math.min(1, Math.max(0, (clientX - left) / width)))
  target.addEventListener('pointermove', move)
  target.addEventListener(
    'lostpointercapture',
    () => {
      target.removeEventListener('pointermove', move)
      released?.()
    },
    { once: true },
  )
}
