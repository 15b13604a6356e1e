; `]t` moves between declarations, `mit` takes a body, `mat` all of it.
(boundary body: (body)? @class.inside) @class.around
(entity body: (body)? @class.inside) @class.around
(process body: (body)? @class.inside) @class.around
(store body: (body)? @class.inside) @class.around

; `]f`, `mif`, `maf`: what happens, and what was found.
(flow body: (body)? @function.inside) @function.around
(threat body: (body)? @function.inside) @function.around
(mitigation body: (body)? @function.inside) @function.around
(rule body: (body)? @function.inside) @function.around

; `mia` takes a value, `maa` the attribute.
(attribute value: (_)? @parameter.inside) @parameter.around

[
  (comment)
  (doc_comment)
] @comment.inside
[
  (comment)+
  (doc_comment)+
] @comment.around

(attribute key: (_) @entry.inside) @entry.around
