return { cmd = { 'threatline', 'lsp' }, filetypes = { 'tm' }, root_markers = { 'threatline.toml', '.git' } }
