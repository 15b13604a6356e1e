[
  (body)
  (text_block)
] @fold
