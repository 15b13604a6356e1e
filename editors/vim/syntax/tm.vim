" Threat models of Threatline. Keywords and attributes are those of the vocabulary; a test compares them.
if exists("b:current_syntax") | finish | endif

syn iskeyword @,48-57,_,-
syn sync minlines=200

" Some words are keywords and attributes: a colon tells. A keyword goes before a match that begins where it does, so
" the match of an attribute begins at the blanks before it.
" threatline:words declarations
syn keyword tmKeyword accept adjust assume avoid boundary data dismiss entity flow import mitigation model park process question rule store threat transfer view
syn keyword tmJoin as on
syn keyword tmCondition when unless
syn keyword tmOperator and has in is not or
syn keyword tmAnswer none unknown unset
syn match tmName "\%(\<\%(boundary\|data\|entity\|mitigation\|process\|rule\|store\|view\)\s\+\)\@<=\h[0-9A-Za-z_-]*"
syn match tmName "\%(\<\%(flow\|threat\)\s\+\)\@<=\h[0-9A-Za-z_-]*\ze\s*:"
syn match tmNumber "\<-\?\d\+\>"
syn match tmDate "\<\d\{4}-\d\{1,2}-\d\{1,2}\>"
syn match tmArrow "<->\|->"
" threatline:words attributes
syn match tmAttribute "\%(^\|[{};]\)\@1<=\s*\%(advice\|allow\|answers\|ask\|audit\|authn\|authz\|backup\|because\|by\|carries\|checked\|collapse\|consent\|deny\|direction\|effort\|encryption\|evidence\|exclude\|focus\|holds\|impact\|include\|input-validation\|integrity\|isolation\|kind\|level\|likelihood\|link\|method\|mitigated-by\|out-of-scope\|owner\|participants\|privilege\|protocol\|raise\|rate-limit\|rationale\|reduces\|redundancy\|references\|retention\|reviewed\|scope\|secrets\|sensitivity\|status\|tags\|tech\|text\|threat\|ticket\|trust\|until\|warn\|was\)\ze\s*:"

syn match tmEscape contained +\\\%(u{\x\{1,6}}\|.\)+
syn region tmString start=+"+ skip=+\\.+ end=+"+ oneline contains=tmEscape
syn region tmText start=+"""+ end=+"""+
syn match tmComment "//.*$" contains=@Spell,tmTodo
syn match tmDoc "///\%([^/].*\)\?$" contains=@Spell
syn keyword tmTodo contained TODO FIXME

hi def link tmKeyword Keyword
hi def link tmJoin Keyword
hi def link tmCondition Conditional
hi def link tmOperator Operator
hi def link tmAttribute Identifier
hi def link tmName Function
hi def link tmAnswer Special
hi def link tmArrow Operator
hi def link tmDate Number
hi def link tmNumber Number
hi def link tmText String
hi def link tmString String
hi def link tmEscape SpecialChar
hi def link tmComment Comment
hi def link tmTodo Todo
hi def link tmDoc SpecialComment

let b:current_syntax = "tm"
