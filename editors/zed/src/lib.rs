//! Threatline in Zed: finds the language server. Everything else is in `languages/`.

use zed_extension_api::{self as zed, settings::LspSettings, Command, LanguageServerId, Result, Worktree};

struct Threatline;

impl zed::Extension for Threatline {
    fn new() -> Self {
        Threatline
    }

    /// The program from the settings (`lsp.threatline.binary.path`), or else the one on the path. Nothing is
    /// downloaded.
    fn language_server_command(&mut self, server: &LanguageServerId, worktree: &Worktree) -> Result<Command> {
        let set = LspSettings::for_worktree(server.as_ref(), worktree).ok().and_then(|settings| settings.binary);
        let (path, arguments) = set.map_or((None, None), |binary| (binary.path, binary.arguments));
        let command = path.or_else(|| worktree.which("threatline")).ok_or(
            "`threatline` is not on the path; install it, or set `lsp.threatline.binary.path` in the settings",
        )?;
        Ok(Command {
            command,
            args: arguments.unwrap_or_else(|| vec!["lsp".to_owned()]),
            env: worktree.shell_env(),
        })
    }
}

zed::register_extension!(Threatline);
