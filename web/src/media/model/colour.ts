/** Colour code points of a video (ITU-T H.273); 2 means unspecified. */
export interface ColourCodes {
  primaries: number
  /** Absent if it is not known. */
  transfer?: number
  matrix: number
}

/**
 * Matrices that browsers convert correctly: BT.709, BT.601 and BT.2020 with non-constant luminance. With GBR, YCgCo,
 * ICtCp and BT.2020 with constant luminance they show wrong colours, or encoders write the samples with a wrong tag.
 */
const convertibleMatrices = [1, 2, 5, 6, 9]

/** Primaries that WebCodecs has a name for: an encoder writes others as BT.709. */
const convertiblePrimaries = [1, 2, 5, 6, 9, 12]

/** PQ and HLG: the brightness of HDR video. Its container may not mention it. */
const hdrTransfers = [16, 18]

/** Whether encoding a video with these colours keeps its colours. */
export const isConvertibleColour = ({ primaries, transfer = 2, matrix }: ColourCodes): boolean =>
  convertibleMatrices.includes(matrix) &&
  convertiblePrimaries.includes(primaries) &&
  !hdrTransfers.includes(transfer)
