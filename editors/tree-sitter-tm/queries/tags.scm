; A list of what is declared, with the doc comment above it.

(
  (doc_comment)* @doc
  .
  (data name: (identifier) @name) @definition.type
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.type)
)

(
  (doc_comment)* @doc
  .
  (entity name: (identifier) @name) @definition.class
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.class)
)

(
  (doc_comment)* @doc
  .
  (process name: (identifier) @name) @definition.class
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.class)
)

(
  (doc_comment)* @doc
  .
  (store name: (identifier) @name) @definition.class
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.class)
)

(
  (doc_comment)* @doc
  .
  (boundary name: (identifier) @name) @definition.module
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.module)
)

(
  (doc_comment)* @doc
  .
  (flow name: (identifier) @name) @definition.method
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.method)
)

(
  (doc_comment)* @doc
  .
  (threat name: (identifier) @name) @definition.constant
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.constant)
)

(
  (doc_comment)* @doc
  .
  (mitigation name: (identifier) @name) @definition.constant
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.constant)
)

(
  (doc_comment)* @doc
  .
  (view name: (identifier) @name) @definition.interface
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.interface)
)

(
  (doc_comment)* @doc
  .
  (rule name: (identifier) @name) @definition.function
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.function)
)

(
  (doc_comment)* @doc
  .
  (import name: (identifier) @name) @definition.module
  (#strip! @doc "^///\\s*")
  (#select-adjacent! @doc @definition.module)
)

(flow_ends source: (path) @name) @reference.class
(flow_ends target: (path) @name) @reference.class
(targets target: (path) @name) @reference.class
