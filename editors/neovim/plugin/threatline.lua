-- `.tm` is Tcl to the editor itself.
vim.filetype.add({ extension = { tm = 'tm' } })

if vim.lsp.enable then
  vim.lsp.enable('threatline') -- lsp/threatline.lua
  return
end

-- Neovim before 0.11: the file type again, for versions that do not ask Lua for it, and one client for each project.
vim.api.nvim_create_autocmd({ 'BufNewFile', 'BufRead' }, { pattern = '*.tm', command = 'set filetype=tm' })

local clients = {}

local function root_of(folder)
  local mark = vim.fn.findfile('threatline.toml', folder .. ';')
  if mark == '' then
    mark = vim.fn.finddir('.git', folder .. ';')
    mark = mark ~= '' and vim.fn.fnamemodify(mark, ':p:h:h') .. '/.' or ''
  end
  return mark ~= '' and vim.fn.fnamemodify(mark, ':p:h') or folder
end

vim.api.nvim_create_autocmd('FileType', {
  pattern = 'tm',
  callback = function(event)
    local root = root_of(vim.fn.fnamemodify(event.file, ':p:h'))
    if not clients[root] or vim.lsp.client_is_stopped(clients[root]) then
      clients[root] = vim.lsp.start_client({
        name = 'threatline',
        cmd = { vim.g.threatline or 'threatline', 'lsp' },
        root_dir = root,
        workspace_folders = { { uri = vim.uri_from_fname(root), name = root } },
      })
    end
    vim.lsp.buf_attach_client(event.buf, clients[root])
  end,
})
