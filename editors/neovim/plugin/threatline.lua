-- `.tm` is Tcl to the editor itself.
vim.filetype.add({ extension = { tm = 'tm' } })
vim.lsp.enable('threatline')
