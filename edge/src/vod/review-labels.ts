import type { ReviewLabel } from '@reelferry/contract/operator'
import * as v from 'valibot'
import { orAbsent } from './schemas.ts'

/** VOD lists at most ten parts in an event, and a task flow may contain several reviews. */
export const maxLabels = 20

/** Texts of VOD are short words. A longer one is an unknown shape. */
const Label = v.pipe(v.string(), v.maxLength(40))

/** A suspected part of a video, in the answers of both kinds of reviews (product/266/31773). */
const Segment = v.object({
  StartTimeOffset: orAbsent(v.number()),
  EndTimeOffset: orAbsent(v.number()),
  Confidence: orAbsent(v.number()),
  Label: orAbsent(Label),
  Form: orAbsent(Label),
})

const ReviewOutput = v.object({
  Label: orAbsent(Label),
  Form: orAbsent(Label),
  Confidence: orAbsent(v.number()),
  SegmentSet: v.optional(v.unknown()),
})

type Part = Omit<v.InferOutput<typeof Segment>, 'Label'> & { Label: string }

const toLabel = ({
  Label,
  Form,
  StartTimeOffset,
  EndTimeOffset,
  Confidence,
}: Part): ReviewLabel => ({
  label: Label,
  ...(Form && { form: Form }),
  ...(typeof StartTimeOffset === 'number' && { start: StartTimeOffset }),
  ...(typeof EndTimeOffset === 'number' && { end: EndTimeOffset }),
  ...(typeof Confidence === 'number' && { confidence: Confidence }),
})

/**
 * The suspected parts of a video in the output of a review, or its label if there are no parts. Only people read them,
 * so an unknown shape is ignored.
 */
export function labelsOf(output: unknown): ReviewLabel[] {
  const parsed = v.safeParse(ReviewOutput, output)
  if (!parsed.success) return []
  const { SegmentSet, Label: label, Form, Confidence } = parsed.output
  const segments = Array.isArray(SegmentSet) ? (SegmentSet as unknown[]) : []
  const parts = segments.flatMap((segment) => (v.is(Segment, segment) ? [segment] : []))
  const labels = parts.map((part) =>
    toLabel({ ...part, Label: part.Label ?? label ?? '', Form: part.Form ?? Form }),
  )
  if (labels.length > 0) return labels.slice(0, maxLabels)
  return label ? [toLabel({ Label: label, Form, Confidence })] : []
}

/** The labels in `TypeSet` of a medium, such as `Image.Porn`. */
export function labelsOfTypes(types: unknown): ReviewLabel[] {
  const texts = Array.isArray(types) ? (types as unknown[]) : []
  return texts
    .flatMap((text) => (v.is(Label, text) ? [text] : []))
    .slice(0, maxLabels)
    .map((text) => {
      const [form = '', label] = text.split('.')
      return label ? { label, form } : { label: form }
    })
}
