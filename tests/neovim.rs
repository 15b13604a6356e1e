//! A real editor with the files that `editors/neovim` ships: Neovim, headless, where it is installed.

use std::path::Path;
use std::process::Command;

use crate::browser::say;
use crate::support::repository;

const SCRIPT: &str = r"
local function check()
  vim.cmd('filetype on')
  vim.cmd('runtime plugin/threatline.lua')
  vim.cmd('edit shop.tm')
  local said = {}
  local function count() return #vim.diagnostic.get(0) end
  assert(vim.wait(8000, function() return count() > 0 end, 20), 'no diagnostics')
  for _, one in ipairs(vim.diagnostic.get(0)) do table.insert(said, 'diagnostic ' .. one.lnum .. ' ' .. tostring(one.code or one.user_data and one.user_data.lsp and one.user_data.lsp.code)) end
  local here = { uri = vim.uri_from_bufnr(0) }
  local function ask(method, params)
    params.textDocument = here
    local answers = vim.lsp.buf_request_sync(0, method, params, 8000)
    for _, answer in pairs(answers or {}) do
      assert(not answer.error, method .. ': ' .. vim.inspect(answer.error))
      return answer.result
    end
  end
  local items = ask('textDocument/completion', { position = { line = 6, character = 14 } })
  local labels = {}
  for _, item in ipairs(items.items or items) do table.insert(labels, item.label) end
  table.insert(said, 'completes ' .. table.concat(labels, ' '))
  local edit = ask('textDocument/rename', { position = { line = 7, character = 16 }, newName = 'sign-in' })
  vim.lsp.util.apply_workspace_edit(edit, 'utf-16')
  vim.cmd('wall')
  local edits = ask('textDocument/formatting', { options = { tabSize = 2, insertSpaces = true } })
  vim.lsp.util.apply_text_edits(edits, vim.api.nvim_get_current_buf(), 'utf-16')
  vim.cmd('wall')
  return table.concat(said, '\n')
end
local fine, said = pcall(check)
vim.fn.writefile(vim.split(tostring(said), '\n'), 'said.txt')
vim.cmd('qall!')
";

#[test]
fn neovim_opens_completes_renames_and_formats() {
    let Ok(version) = Command::new("nvim").arg("--version").output() else {
        say("skipped: Neovim is not installed\n");
        return;
    };
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("neovim");
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(path.join(name), text).expect("a file");
    let read = |name: &str| std::fs::read_to_string(path.join(name)).unwrap_or_default();
    write("threatline.toml", "");
    write("id.tm", "boundary corp \"Corp\" {\n  process idp \"Sign-in\" { authn: mfa }\n}\n");
    let shop = "model \"Shop\" { scope: \"s\" }\nimport \"id.tm\" as id\nentity buyer \"Buyer\"\nboundary cloud \"Cloud\" {\n  \
        process   web \"Web\"\n}\nflow buyer -> web \"buy\"\nflow web -> id.idp \"sign in\"\ndata unused \"Unused\"\n";
    write("shop.tm", shop);
    write("script.lua", SCRIPT);
    let runtime = repository("editors/neovim");
    let output = Command::new("nvim")
        .args(["--headless", "-u", "NONE", "-i", "NONE", "--cmd"])
        .arg(format!("set runtimepath^={}", runtime.display()))
        .arg("--cmd")
        .arg(format!("let g:threatline = '{}'", env!("CARGO_BIN_EXE_threatline")))
        .args(["-c", "luafile script.lua"])
        .current_dir(&path)
        .env("XDG_STATE_HOME", path.join("state"))
        .env("XDG_DATA_HOME", path.join("data"))
        .env("XDG_CACHE_HOME", path.join("cache"))
        .output()
        .expect("Neovim runs");
    let version = String::from_utf8_lossy(&version.stdout).lines().next().unwrap_or_default().to_owned();
    let said = read("said.txt");
    let context = format!("{version}: {said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("diagnostic "), "{context}");
    assert!(said.contains("completes buyer web id.idp"), "{context}");
    assert!(read("shop.tm").contains("flow web -> id.sign-in \"sign in\""), "{context}\n{}", read("shop.tm"));
    assert!(read("id.tm").contains("process sign-in \"Sign-in\""), "{context}\n{}", read("id.tm"));
    assert!(read("shop.tm").contains("{\n  process web \"Web\"\n}"), "{context}\n{}", read("shop.tm"));
}
