/** ESLint rules for plain language: words in names, comments and titles of tests. See shared/docs/glossary.md. */

/** Each word with the term to use. A name must not contain the word (`toldAt`, `isKept`). */
const wordsInNames = new Map([
  [/^(tell|tells|told|say|says|said)$/, 'report, emit, set'],
  [/^(hear|hears|heard|unheard)$/, 'receive, known'],
  [/^(ask|asks|asked|asking)$/, 'request, fetch, poll'],
  [/^(believe|believes|believed|doubt|doubted)$/, 'verify, trust, recheck'],
  [/^(learn|learns|learned|news|tidings)$/, 'sync, changes'],
  [/^(anew|goes|gone|begun)$/, 'restart, resume, deleted, started'],
  [
    /^(kept|unkept|unsent|forgo|patiently|nobodys|whose)$/,
    'persisted, restarted, retry, anonymous',
  ],
])

/** Names that must not be used as they are, or at the start of a name. */
const wholeNames = new Map([
  [/^one$/, 'the noun of the item'],
  [/^(most|least)([A-Z]|$)/, 'max, min'],
])

/** Members of stored records and published JSON, which keep their names. */
const storedNames = new Set(['heardAt', 'heardBy', 'isDoubted', 'says'])

/** `one` as a key is a plural form of Unicode CLDR. */
const isPluralForm = (node) =>
  node.name === 'one' && node.parent?.type === 'Property' && node.parent.key === node

/** Splits `isKeptHere` into `is`, `kept`, `here`. */
const wordsOf = (name) => name.split(/(?=[A-Z])|[_\d$]+/).map((word) => word.toLowerCase())

function findTerm(name) {
  for (const [pattern, term] of wholeNames) if (pattern.test(name)) return term
  for (const word of wordsOf(name))
    for (const [pattern, term] of wordsInNames) if (pattern.test(word)) return term
  return undefined
}

/** Reports names that contain a word of the list. A quoted property name is not checked, because it can be stored data. */
const plainNames = {
  meta: { type: 'suggestion', schema: [], messages: { word: "Rename '{{name}}': use {{term}}." } },
  create(context) {
    const check = (node, name) => {
      if (storedNames.has(name) || isPluralForm(node)) return
      const term = findTerm(name)
      if (term) context.report({ node, messageId: 'word', data: { name, term } })
    }
    return {
      Identifier: (node) => check(node, node.name),
      PrivateIdentifier: (node) => check(node, node.name),
    }
  },
}

/** Idioms with the term to use. Comments and test titles must not contain them. */
const idioms = new Map([
  [/\b(tells?|told|says?|said|hears?|heard)\b/i, 'report, show, state, receive'],
  [/\b(believes?|believed)\b/i, 'trust, verify'],
  [/\b(begin|begins|began|begun)\b/i, 'start'],
  [/\b(go|goes|went) on\b/i, 'continue'],
  [/\banew\b/i, 'again'],
  [/\bby (itself|themselves)\b/i, 'automatically'],
  [/\bat hand\b/i, 'available'],
  [/\b(is|are) over\b/i, 'has ended'],
  [/\bnothing but\b/i, 'only'],
  [/\bserves nobody\b/i, 'is not needed'],
])

/** Finds an idiom outside of code and quotations. */
function findIdiom(text) {
  const prose = text.replace(/`[^`]*`|"[^"]*"|“[^”]*”/g, '')
  for (const [pattern, term] of idioms) {
    const [word] = pattern.exec(prose) ?? []
    if (word) return { word, term }
  }
  return undefined
}

const unclearBeginning =
  /^[\s*]*(what|who|whom|whose|of (the|those|these|two|three|several|one|a|an|all|its|each)|that which)\b/i

/**
 * Reports comments that start with a relative clause or an inverted "of", because they have no subject in front, and
 * idioms.
 */
const plainComments = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      beginning: 'Start the comment with its subject, not with "{{word}}".',
      idiom: 'Replace "{{word}}": use {{term}}.',
    },
  },
  create(context) {
    const { sourceCode } = context
    return {
      Program() {
        const comments = sourceCode.getAllComments()
        for (const [index, comment] of comments.entries()) {
          const before = comments[index - 1]
          const isContinued =
            comment.type === 'Line' &&
            before?.type === 'Line' &&
            before.loc.end.line === comment.loc.start.line - 1 &&
            before.loc.start.column === comment.loc.start.column
          const word = unclearBeginning.exec(comment.value)?.[1]
          if (word && !isContinued)
            context.report({ loc: comment.loc, messageId: 'beginning', data: { word } })
          const idiom = findIdiom(comment.value)
          if (idiom) context.report({ loc: comment.loc, messageId: 'idiom', data: idiom })
        }
      },
    }
  },
}

/** Reports idioms in the titles of tests. */
const plainTitles = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { idiom: 'Replace "{{word}}" in the title: use {{term}}.' },
  },
  create(context) {
    const check = (node) => {
      const text = context.sourceCode.getText(node)
      const idiom = findIdiom(text.slice(1, -1))
      if (idiom) context.report({ node, messageId: 'idiom', data: idiom })
    }
    return {
      'CallExpression[callee.name=/^(it|test|describe)$/] > :matches(Literal, TemplateLiteral).arguments:first-child':
        check,
      'CallExpression[callee.type=CallExpression][callee.callee.property.name=each] > :matches(Literal, TemplateLiteral).arguments:first-child':
        check,
    }
  },
}

export const plainLanguage = {
  plugins: {
    'plain-language': {
      rules: { names: plainNames, comments: plainComments, titles: plainTitles },
    },
  },
  rules: {
    'plain-language/names': 'error',
    'plain-language/comments': 'error',
    'plain-language/titles': 'error',
  },
}
