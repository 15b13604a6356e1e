; In the words of nvim-treesitter.

[
  (body)
  (group)
  (call)
  (alternatives)
] @indent.begin

; A text, and what goes on after a comma, `and` or `or`, stands one level in.
[
  (attribute)
  (condition)
  (threat)
] @indent.begin

[
  "}"
  ")"
] @indent.branch @indent.end

[
  (comment)
  (doc_comment)
  (text_block)
] @indent.ignore
