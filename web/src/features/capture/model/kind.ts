/** The kind of a stored recording. Part of directory names. */
export type Kind = 'camera' | 'screen'

/** The source that is recorded: the camera, a screen, or a screen with the camera in a circle on it. */
export type Mode = Kind | 'both'

/** The kind that a recording in a mode is stored as. */
export const kindOf = (mode: Mode): Kind => (mode === 'camera' ? 'camera' : 'screen')
