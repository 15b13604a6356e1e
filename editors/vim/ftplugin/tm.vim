if exists("b:did_ftplugin") | finish | endif
let b:did_ftplugin = 1

setlocal commentstring=//\ %s comments=:///,:// formatoptions-=t formatoptions+=croql
setlocal shiftwidth=2 softtabstop=2 expandtab
" Identifiers have hyphens.
setlocal iskeyword+=-
" Without compiler/tm.vim, all but `:make` works.
silent! compiler tm

let b:undo_ftplugin = "setlocal commentstring< comments< formatoptions< shiftwidth< softtabstop< expandtab< iskeyword< makeprg< errorformat<"
