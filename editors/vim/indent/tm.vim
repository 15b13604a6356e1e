if exists("b:did_indent") | finish | endif
let b:did_indent = 1

setlocal indentexpr=TmIndent(v:lnum) indentkeys=0{,0},0),0\",!^F,o,O,0=and,0=or
let b:undo_indent = "setlocal indentexpr< indentkeys<"

if exists("*TmIndent") | finish | endif

" Braces in a text or a comment open nothing.
let s:skip = 'synIDattr(synID(line("."), col("."), 1), "name") =~# "^tm\\%(String\\|Escape\\|Text\\|Comment\\|Doc\\|Todo\\)$"'

function s:in_text_block(lnum)
  return synIDattr(synID(a:lnum, 1, 1), 'name') ==# 'tmText'
endfunction

" The last line before this one that is more than a comment.
function s:before(lnum)
  let lnum = prevnonblank(a:lnum - 1)
  while lnum > 0 && getline(lnum) =~# '^\s*//'
    let lnum = prevnonblank(lnum - 1)
  endwhile
  return lnum
endfunction

" Whether a line goes on with the statement of the line before it.
function s:continues(lnum)
  return getline(a:lnum) =~# '^\s*\%("\|\%(and\|or\)\>\)'
    \ || getline(s:before(a:lnum)) =~# '\%(,\|\<and\|\<or\)\s*\%(//.*\)\?$'
endfunction

function TmIndent(lnum)
  if s:in_text_block(a:lnum)
    return -1
  endif
  call cursor(a:lnum, 1)
  " What is around this line begins at the last line without indentation, if the lines above are indented as they should.
  let [open, at] = searchpairpos('[{(]', '', '[})]', 'bnW', s:skip, search('^[A-Za-z_}]', 'bnW'))
  let closes = getline(a:lnum) =~# '^\s*[})]'
  if open > 0 && getline(open)[at - 1] ==# '('
    return indent(open) + (closes ? 0 : shiftwidth())
  endif
  " The body of a statement of several lines is indented as its first line is.
  while open > 1 && s:continues(open)
    let open = s:before(open)
  endwhile
  let column = open > 0 ? indent(open) + shiftwidth() : 0
  if closes
    return column - shiftwidth()
  endif
  return column + (s:continues(a:lnum) ? shiftwidth() : 0)
endfunction
