" Lines such as `shop.tm:3:3: error[TM0201]: a model has no attribute`.
if exists("current_compiler") | finish | endif
let current_compiler = "tm"

CompilerSet makeprg=threatline\ check\ --format\ short\ %:S
CompilerSet errorformat=%f:%l:%c:\ %trror[TM%n]:\ %m,%f:%l:%c:\ %tarning[TM%n]:\ %m,%f:%l:%c:\ %tote[TM%n]:\ %m
