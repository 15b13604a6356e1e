" `.tm` is Tcl to the editor itself, so this sets instead of asking.
autocmd BufNewFile,BufRead *.tm set filetype=tm
