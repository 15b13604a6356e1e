(model
  "model" @context
  label: (label) @name) @item

(data
  "data" @context
  name: (identifier) @name) @item

(entity
  "entity" @context
  name: (identifier) @name) @item

(process
  "process" @context
  name: (identifier) @name) @item

(store
  "store" @context
  name: (identifier) @name) @item

(boundary
  "boundary" @context
  name: (identifier) @name) @item

(flow
  "flow" @context
  name: (identifier)? @name
  ends: (flow_ends) @name) @item

(threat
  "threat" @context
  name: (identifier) @name) @item

(mitigation
  "mitigation" @context
  name: (identifier) @name) @item

(view
  "view" @context
  name: (identifier) @name) @item

(rule
  "rule" @context
  name: (identifier) @name) @item

(doc_comment) @annotation
