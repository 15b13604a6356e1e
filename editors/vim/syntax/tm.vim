" Threat models of Threatline. Keywords and attributes are those of the vocabulary; a test compares them.
if exists("b:current_syntax") | finish | endif
syn iskeyword @,48-57,_,-
syn keyword tmKeyword model data entity process store boundary flow threat mitigation accept transfer avoid dismiss assume question park import view rule adjust as on
syn keyword tmCondition when unless
syn match tmAttribute "\<\(advice\|allow\|answers\|ask\|audit\|authn\|authz\|backup\|because\|by\|carries\|checked\|collapse\|consent\|deny\|direction\|effort\|encryption\|evidence\|exclude\|focus\|holds\|impact\|include\|input-validation\|integrity\|isolation\|kind\|level\|likelihood\|link\|method\|mitigated-by\|out-of-scope\|owner\|participants\|privilege\|protocol\|raise\|rate-limit\|rationale\|reduces\|redundancy\|references\|retention\|reviewed\|scope\|secrets\|sensitivity\|status\|tags\|tech\|text\|threat\|ticket\|trust\|until\|warn\|was\)\>\ze\s*:"
syn keyword tmAnswer none unknown
syn match tmArrow "<->\|->"
syn match tmDate "\<\d\{4}-\d\d-\d\d\>"
syn match tmNumber "\<\d\+\>"
syn region tmText start=+"""+ end=+"""+
syn region tmString start=+"+ skip=+\\.+ end=+"+ oneline
syn match tmComment "//.*$"
syn match tmDoc "///.*$"
hi def link tmKeyword Keyword
hi def link tmCondition Conditional
hi def link tmAttribute Identifier
hi def link tmAnswer Special
hi def link tmArrow Operator
hi def link tmDate Number
hi def link tmNumber Number
hi def link tmText String
hi def link tmString String
hi def link tmComment Comment
hi def link tmDoc SpecialComment
let b:current_syntax = "tm"
