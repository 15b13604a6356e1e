/**
 * The syntax of `.tm` files for editors. `grammar/tm.pest` of the main project defines the language; this grammar
 * accepts what that one accepts, and reads what is broken as far as it can.
 *
 * Newlines end statements, so they are tokens and not white space. A declaration goes on where its text or its brace
 * stands on a later line, and a condition where `and` or `or` does. Whether it goes on is only known a token later,
 * with comments in between: both readings are followed for that long (`conflicts`).
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const DECLARATIONS = [
  'model', 'data', 'entity', 'process', 'store', 'boundary', 'flow', 'threat', 'mitigation', 'accept', 'transfer',
  'avoid', 'dismiss', 'adjust', 'assume', 'question', 'park', 'import', 'view', 'rule',
];

const OPERATORS = ['in', 'has', 'is', '==', '!=', '<=', '>=', '<', '>', '='];

/** One or more with commas between; a list goes on after its comma, on the next line too. */
function list($, item) {
  return seq(item, repeat(seq(',', optional($._newlines), item)));
}

/** The text of a declaration. */
function label($) {
  return seq(optional($._newlines), field('label', $.label));
}

function body($) {
  return seq(optional($._newlines), field('body', $.body));
}

/** `keyword name "Label" { … }` */
function named($, keyword) {
  return seq(keyword, field('name', $.identifier), optional(label($)), optional(body($)));
}

/** `keyword "Text" { … }` */
function unnamed($, keyword) {
  return seq(keyword, optional(label($)), optional(body($)));
}

/** `keyword category, … on target, … "Because" { … }` */
function answer($, keyword) {
  return seq(keyword, $._categories, optional($.targets), optional(label($)), optional(body($)));
}

/** `keyword "Text" on target, … { … }` */
function remark($, keyword) {
  return seq(keyword, label($), optional($.targets), optional(body($)));
}

/** Statements of which `one` ends with its line; a declaration need not, and neither need `others`. */
function statements($, one, ...others) {
  return seq(repeat(choice($._separator, $.declaration, seq(one, $._separator), ...others)), optional(one));
}

module.exports = grammar({
  name: 'tm',

  extras: $ => [/[ \t\r]/, $.comment, $.doc_comment],

  word: $ => $.identifier,

  supertypes: $ => [$.declaration, $.value, $.expression],

  conflicts: $ => [
    // Whether a declaration goes on after its line.
    ...DECLARATIONS.filter(keyword => keyword !== 'import').map(keyword => [$[keyword]]),
    [$.unknown],
    // Whether a condition does, and whether it can be read at all.
    [$.expression, $.disjunction],
    [$.disjunction],
    [$._conjunct, $.conjunction],
    [$.conjunction],
    [$._test, $._atom],
    [$.raw_condition, $.group],
    [$.raw_condition, $.negation],
    [$.call, $._atom],
    [$.comparison, $._atom],
  ],

  rules: {
    source_file: $ => statements($, $.attribute, $.unknown),

    _separator: $ => choice($._newline, ';'),
    _newline: _ => '\n',
    _newlines: $ => repeat1($._newline),

    body: $ => seq('{', statements($, $.attribute, $.unknown), '}'),

    // Declarations

    // One that ends with its line goes before one that might go on, where what follows is wrong for both.
    declaration: $ => prec.dynamic(1, choice(...DECLARATIONS.map(keyword => $[keyword]))),

    model: $ => unnamed($, 'model'),
    data: $ => named($, 'data'),
    entity: $ => named($, 'entity'),
    process: $ => named($, 'process'),
    store: $ => named($, 'store'),
    boundary: $ => named($, 'boundary'),

    flow: $ => seq(
      'flow',
      optional(seq(field('name', $.identifier), ':')),
      field('ends', $.flow_ends),
      optional(label($)),
      optional(body($)),
    ),
    flow_ends: $ => seq(field('source', $.path), field('arrow', choice($.arrow, $.wrong_arrow)), field('target', $.path)),
    arrow: _ => choice('->', '<->'),
    // Other spellings are read, as the compiler does, so that the ends around them are known.
    wrong_arrow: _ => token(prec(-1, choice(/<[-=]+>/, /[-=~]+ *>/, /<[-=]+/, /[-=]+/, '>', '→', '↔'))),

    threat: $ => seq(
      'threat',
      field('name', $.identifier),
      ':',
      $._categories,
      optional($.targets),
      optional(label($)),
      optional(body($)),
    ),
    _categories: $ => list($, field('category', $.path)),
    targets: $ => seq('on', list($, field('target', choice($.path, $.flow_ends)))),

    mitigation: $ => seq('mitigation', optional(field('name', $.identifier)), optional(label($)), optional(body($))),
    accept: $ => unnamed($, 'accept'),
    transfer: $ => unnamed($, 'transfer'),
    avoid: $ => unnamed($, 'avoid'),
    dismiss: $ => answer($, 'dismiss'),
    adjust: $ => answer($, 'adjust'),
    assume: $ => remark($, 'assume'),
    question: $ => remark($, 'question'),
    park: $ => seq('park', label($), optional(body($))),
    import: $ => seq('import', field('path', $.string), 'as', field('name', $.identifier)),
    view: $ => named($, 'view'),

    // A misspelt keyword: its body is read all the same, so that the braces around it keep their partners.
    unknown: $ => seq(
      field('keyword', alias($.identifier, $.key)),
      field('name', $.identifier),
      optional(label($)),
      optional(body($)),
    ),

    label: $ => choice($.string, $.text_block),

    // Rules

    rule: $ => seq(
      'rule',
      field('name', $.identifier),
      'on',
      list($, field('kind', $.path)),
      optional(label($)),
      optional(seq(optional($._newlines), field('body', alias($.rule_body, $.body)))),
    ),
    rule_body: $ => seq('{', statements($, choice($.attribute, $.condition)), '}'),

    condition: $ => seq(
      field('key', choice('when', 'unless')),
      ':',
      optional($._newlines),
      field('value', choice($.expression, alias($.raw_condition, $.raw_value))),
    ),
    // One that is not finished ends with its line, so that it takes nothing from the lines after it.
    raw_condition: $ => prec.dynamic(-1, repeat1(choice(
      $._atom, $._symbol, $.string, $.text_block, ',', '(', ')', 'and', 'or', 'not', ...OPERATORS,
    ))),

    // `or` binds loosest, then `and`, then `not`.
    expression: $ => choice($.disjunction, $._conjunct),
    disjunction: $ => seq($._conjunct, repeat1(seq(optional($._newlines), 'or', optional($._newlines), $._conjunct))),
    _conjunct: $ => choice($.conjunction, $._negated),
    conjunction: $ => seq($._negated, repeat1(seq(optional($._newlines), 'and', optional($._newlines), $._negated))),
    _negated: $ => choice($.negation, $._test),
    negation: $ => seq('not', $._test),
    _test: $ => choice($.group, $.call, $.comparison, $.path),

    group: $ => seq('(', optional($._newlines), $.expression, optional($._newlines), ')'),
    call: $ => seq(
      field('function', $.path),
      '(',
      optional($._newlines),
      optional(seq(list($, field('argument', choice($.string, $.text_block, $.expression))), optional($._newlines))),
      ')',
    ),
    comparison: $ => seq(
      field('left', $.path),
      field('operator', choice(...OPERATORS)),
      field('right', choice($._term, $.alternatives)),
    ),
    // `(none, unknown)`
    alternatives: $ => seq('(', optional($._newlines), list($, $._term), optional($._newlines), ')'),
    _term: $ => choice($.string, $.text_block, $.integer, $.path),

    // Attributes

    attribute: $ => seq(field('key', $._key), ':', optional(list($, field('value', $.value)))),
    // A keyword is one only where it begins a declaration: `threat: spoofing` is an attribute.
    _key: $ => choice(...[$.identifier, ...DECLARATIONS].map(word => alias(word, $.key))),
    value: $ => choice($.string, $.text_block, $.date, $.integer, $.path, $.raw_value),
    // Anything else up to the next comma or end, such as `likelihood to low`.
    raw_value: $ => choice(seq($._atom, repeat1($._raw)), seq($._symbol, repeat($._raw))),
    _raw: $ => choice($._atom, $._symbol),
    _atom: $ => choice($.date, $.integer, $.path),
    _symbol: _ => token(prec(-1, /[^\s,;{}"]/)),

    // Tokens

    path: $ => seq($.identifier, repeat(seq(token.immediate('.'), $.identifier))),
    identifier: _ => /[A-Za-z_][A-Za-z0-9_]*(-[A-Za-z0-9_]+)*/,
    date: _ => /[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}/,
    integer: _ => /-?[0-9]+/,

    string: $ => seq(
      '"',
      repeat(choice($.string_content, $.escape_sequence)),
      token.immediate('"'),
    ),
    // Before the comment token, so that `//` in a text begins none.
    string_content: _ => token.immediate(prec(1, /[^"\\\n]+/)),
    escape_sequence: _ => token.immediate(prec(1, /\\(u\{[0-9A-Fa-f]{1,6}\}|[^\n])/)),
    text_block: _ => token(seq('"""', /([^"]|"[^"]|""[^"])*/, '"""')),

    comment: _ => token(seq('//', optional(choice(/[^\/\n][^\n]*/, /\/\/[^\n]*/)))),
    // Describes the declaration after it; with four slashes it is a comment again.
    doc_comment: _ => token(seq('///', optional(/[^\/\n][^\n]*/))),
  },
});
