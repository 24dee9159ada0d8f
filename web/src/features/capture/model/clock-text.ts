const two = (value: number) => String(value).padStart(2, '0')

/** `0:07`, `12:30`, `1:02:03`: a length as recorders show it. */
export function clockText(seconds: number): string {
  const whole = Math.floor(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const end = two(whole % 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${end}` : `${minutes}:${end}`
}
