return { cmd = { vim.g.threatline or 'threatline', 'lsp' }, filetypes = { 'tm' }, root_markers = { 'threatline.toml', '.git' } }
