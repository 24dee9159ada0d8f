/** The files that an input offers: videos, and formats whose type some systems do not know. */
export const videoFileTypes = 'video/*,.mkv,.flv,.f4v,.rm,.rmvb,.ts,.mts,.m2ts,.mxf,.vob,.wmv'
