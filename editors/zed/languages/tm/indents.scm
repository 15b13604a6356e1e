(_ "{" "}" @end) @indent
(_ "(" ")" @end) @indent

; A text, and what goes on after a comma, stands one level in.
[
  (attribute)
  (condition)
] @indent
