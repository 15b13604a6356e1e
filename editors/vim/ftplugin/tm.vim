setlocal commentstring=//\ %s comments=:///,:// shiftwidth=2 expandtab
setlocal iskeyword+=-
setlocal errorformat=%f:%l:%c:\ %trror[%m,%f:%l:%c:\ %tarning[%m,%f:%l:%c:\ %tote[%m
setlocal makeprg=threatline\ check\ --format\ short\ %
