; As ../../../tree-sitter-tm/queries/highlights.scm, in Zed's words.

; Comments and texts

(comment) @comment
(doc_comment) @comment.doc

[
  (string)
  (text_block)
] @string
(escape_sequence) @string.escape

; Keywords

[
  "model"
  "data"
  "entity"
  "process"
  "store"
  "boundary"
  "flow"
  "threat"
  "mitigation"
  "accept"
  "transfer"
  "avoid"
  "dismiss"
  "adjust"
  "assume"
  "question"
  "park"
  "view"
  "rule"
  "on"
] @keyword

[
  "import"
  "as"
] @keyword

[
  "when"
  "unless"
] @keyword

[
  "and"
  "or"
  "not"
  "in"
  "has"
  "is"
] @keyword

; What is declared

(data name: (identifier) @type)
(entity name: (identifier) @type)
(process name: (identifier) @type)
(store name: (identifier) @type)
(boundary name: (identifier) @type)
(flow name: (identifier) @label)
(threat name: (identifier) @label)
(mitigation name: (identifier) @label)
(view name: (identifier) @label)
(rule name: (identifier) @function)
(import name: (identifier) @namespace)

; What is referred to

(flow_ends source: (path) @variable)
(flow_ends target: (path) @variable)
(targets target: (path) @variable)
(threat category: (path) @constant)
(dismiss category: (path) @constant)
(adjust category: (path) @constant)
(rule kind: (path) @type)

; Attributes

(attribute key: (key) @property)
((attribute value: (path) @constant)
  (#not-any-of? @constant "none" "unknown"))
((attribute value: (path) @constant.builtin)
  (#any-of? @constant.builtin "none" "unknown"))
(attribute value: (raw_value) @constant)

[
  (integer)
  (date)
] @number

; Conditions of rules

(call function: (path) @function)
(call argument: (path) @variable)
(comparison left: (path) @property)
((comparison right: (path) @constant)
  (#not-any-of? @constant "none" "unknown" "unset"))
((comparison right: (path) @constant.builtin)
  (#any-of? @constant.builtin "none" "unknown" "unset"))
((alternatives (path) @constant)
  (#not-any-of? @constant "none" "unknown" "unset"))
((alternatives (path) @constant.builtin)
  (#any-of? @constant.builtin "none" "unknown" "unset"))
(condition value: (path) @property)
(disjunction (path) @property)
(conjunction (path) @property)
(negation (path) @property)
(group (path) @property)

; Signs

[
  (arrow)
  "=="
  "!="
  "<="
  ">="
  "<"
  ">"
  "="
] @operator

[
  "{"
  "}"
  "("
  ")"
] @punctuation.bracket

[
  ","
  ";"
  ":"
  "."
] @punctuation.delimiter
