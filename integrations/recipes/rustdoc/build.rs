//! Draws `doc/*.tm` into `OUT_DIR`, for the documentation. Where there is no `threatline`, the pages say so instead: a crate has to
//! build on docs.rs and on the machines of its users too.

use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=doc");
    println!("cargo:rerun-if-env-changed=THREATLINE");
    let folder = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    for entry in fs::read_dir("doc")? {
        let model = entry?.path();
        if model.extension().is_some_and(|ending| ending == "tm") {
            let name = model.file_stem().expect("it has an ending");
            draw(&model, &Path::new(&folder).join(name).with_extension("svg"))?;
        }
    }
    Ok(())
}

fn draw(model: &Path, picture: &Path) -> io::Result<()> {
    let program = env::var("THREATLINE").unwrap_or_else(|_| "threatline".into());
    let mut command = Command::new(program);
    command.args(["render", "--diagnostics=short"]).arg(model).arg("-o").arg(picture);
    match command.output() {
        Ok(output) if output.status.success() => Ok(()),
        Ok(output) => panic!("{}", String::from_utf8_lossy(&output.stderr)),
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => {
            fs::write(picture, "*The diagram is not here: it takes the program `threatline`.*\n")
        }
        Err(problem) => Err(problem),
    }
}
