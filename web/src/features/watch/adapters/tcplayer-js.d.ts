declare module 'tcplayer.js' {
  interface Player {
    on(event: string, listener: () => void): void
    dispose(): void
  }
  export default function TCPlayer(video: HTMLVideoElement, options: object): Player
}

/** The licence check. Without this import TCPlayer fetches it from a host of Tencent. */
declare module 'tcplayer.js/dist/libs/tcpcrypto.1.0.0.js' {
  const tcpcrypto: unknown
  export default tcpcrypto
}
