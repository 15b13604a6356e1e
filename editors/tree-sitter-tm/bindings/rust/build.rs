fn main() {
    cc::Build::new().include("src").file("src/parser.c").std("c11").warnings(false).compile("tree-sitter-tm");
    println!("cargo:rerun-if-changed=src/parser.c");
}
