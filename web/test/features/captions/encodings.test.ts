/** Captions in encodings from before Unicode: real sentences, alone and as files. */
import { describe, expect, it } from 'vitest'
import {
  decodeText,
  type Encoding,
  encodingNames,
} from '../../../src/features/captions/model/decode-text.ts'
import { parseCaptionFile } from '../../../src/features/captions/model/parse-captions.ts'

/** The bytes of all characters of an encoding with one or two bytes for a character: the reverse of its decoder. */
function encoderOf(encoding: Encoding): (text: string) => Uint8Array {
  const decoder = new TextDecoder(encoding)
  const codes = new Map<string, number[]>()
  const add = (...code: number[]) => {
    const character = decoder.decode(Uint8Array.from(code))
    if ([...character].length === 1 && character !== '\ufffd' && !codes.has(character))
      codes.set(character, code)
  }
  for (let first = 0; first < 256; first++) add(first)
  for (let first = 0x81; first < 0xff; first++)
    for (let second = 0x40; second < 0xff; second++) add(first, second)
  return (text) =>
    Uint8Array.from(
      [...text].flatMap((character) => {
        const code = codes.get(character)
        if (!code) throw new Error(`${encoding} has no ${character}`)
        return code
      }),
    )
}

const sentences = {
  'windows-1251': [
    'Первый паром уходит до рассвета.',
    '- Куда ты идёшь? - Домой.',
    'НЕ ПОДХОДИТЕ К КРАЮ ПРИЧАЛА!',
    'Я не знаю, что тебе сказать…',
    'Це мій човен, а то її весло.',
    'Той каза «да», но не дойде.',
  ],
  'windows-1252': [
    'Où est passé le café près du quai ?',
    'Die Fähre läuft um fünf Uhr früh aus.',
    '¿Qué pasó mañana? ¡Nada, señor!',
    'Não há ninguém à espera, é só ilusão.',
    'Färjan går före soluppgången, sa hon på ön.',
    'Don’t wait — it’s already gone…',
  ],
  gb18030: [
    '第一班渡轮在日出之前离开港口。',
    '你要去哪里？我不知道。',
    '对不起，我来晚了。',
    '这是我们的最后一次机会！',
    '- 喂？ - 是我，快开门',
  ],
  big5: [
    '第一班渡輪在日出之前離開港口。',
    '你要去哪裡？我不知道。',
    '對不起，我來晚了。',
    '這是我們的最後一次機會！',
    '- 喂？ - 是我，快開門',
  ],
  shift_jis: [
    '始発のフェリーは夜明け前に港を出る。',
    'どこへ行くんだ？',
    'ごめん、遅くなった。',
    'これが最後のチャンスだ！',
    'もしもし、ドアを開けてくれ',
  ],
  'euc-kr': [
    '첫 배는 해가 뜨기 전에 항구를 떠난다.',
    '어디 가는 거야? 나도 몰라.',
    '미안해, 내가 늦었어.',
    '이게 우리의 마지막 기회야!',
    '여보세요? 나야, 문 좀 열어 줘',
  ],
} as const

const files = Object.entries(sentences) as [keyof typeof sentences, readonly string[]][]

describe.each(files)('captions in %s', (encoding, lines) => {
  const encode = encoderOf(encoding)

  it('are found by a whole file, with times and numbers', () => {
    const file = lines.map(
      (line, index) => `${index + 1}\n00:00:0${index},000 --> 00:00:0${index},900\n${line}\n`,
    )
    const parsed = parseCaptionFile(encode(file.join('\n')))
    expect(parsed.encoding).toBe(encoding)
    expect(parsed.cues.map(({ text }) => text)).toEqual(lines)
    expect(parsed.issues).toEqual([{ line: 1, code: 'encoding-converted' }])
  })

  it.each(lines.map((line) => [line]))('are found by one sentence: %s', (line) => {
    expect(decodeText(encode(line))).toEqual({ text: line, encoding, sample: line })
  })
})

describe('a chosen encoding', () => {
  it.each([
    ['koi8-r', 'Первый паром'],
    ['windows-1250', 'Zażółć gęślą jaźń'],
    ['windows-1253', 'Το πρώτο πλοίο'],
    ['windows-1255', 'הסירה הראשונה'],
    ['windows-1256', 'القارب الأول'],
    ['euc-jp', '始発のフェリー'],
  ] as const)('is used: %s', (encoding, text) => {
    const bytes = encoderOf(encoding)(text)
    expect(decodeText(bytes, encoding)).toMatchObject({ text, encoding })
    expect(parseCaptionFile(bytes, 0, encoding).cues[0]?.text).toBe(text)
  })

  it('is one that every browser knows', () => {
    for (const encoding of Object.keys(encodingNames))
      expect(new TextDecoder(encoding).encoding).toBe(encoding)
  })
})
