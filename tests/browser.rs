//! Pictures and reports in a real browser: headless Chromium, where there is one; else this says what it skipped.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{check_as, files, read, svg};

/// The browser: what `CHROMIUM` names, or the first of the usual names on the path.
pub(crate) fn browser() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let paths = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let usual = std::env::split_paths(&paths).flat_map(|folder| names.map(|name| folder.join(name)));
    named.into_iter().chain(usual).find(|path| path.is_file())
}

pub(crate) fn say(text: &str) {
    use std::io::Write;
    // A message that nobody can be given is no reason to fail.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// What a page's element `result` holds after its script ran; [`None`] without a browser.
pub(crate) fn result_of(name: &str, page: &str, width: u32) -> Option<String> {
    let Some(browser) = browser() else {
        say(&format!("skipped {name}: no Chromium on the path, and CHROMIUM names none\n"));
        return None;
    };
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("browser-{name}-{width}"));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("page.html");
    std::fs::write(&path, page).expect("written");
    Some(result_in(&browser, &path, width))
}

/// What the element `result` of a page in a file holds after its script ran.
pub(crate) fn result_in(browser: &Path, path: &Path, width: u32) -> String {
    let quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];
    let output = Command::new(browser)
        .args(quiet)
        .arg(format!("--user-data-dir={}", path.with_extension("profile").display()))
        .arg(format!("--window-size={width},900"))
        .args(["--virtual-time-budget=3000", "--dump-dom"])
        .arg(format!("file://{}", path.display()))
        .output()
        .expect("the browser starts");
    let page = String::from_utf8_lossy(&output.stdout).into_owned();
    let (_, rest) =
        page.split_once("<pre id=\"result\">").unwrap_or_else(|| panic!("{}: the script did not run", path.display()));
    rest.split("</pre>").next().unwrap_or_default().to_owned()
}

/// Says of every text whether it is as wide as it was measured, and whether those of elements stay inside.
const MEASURE: &str = r"<script>
document.fonts.ready.then(() => {
  const wrong = [];
  let texts = 0;
  for (const text of document.querySelectorAll('text[textLength]')) {
    texts += 1;
    const wanted = parseFloat(text.getAttribute('textLength'));
    const width = text.getBBox().width;
    if (Math.abs(width - wanted) > 2) wrong.push(`${text.textContent}: ${width} instead of ${wanted}`);
    const element = text.closest('.tm-process, .tm-entity, .tm-store');
    if (!element) continue;
    const box = element.querySelector('rect').getBBox();
    const own = text.getBBox();
    if (own.x < box.x || own.x + own.width > box.x + box.width || own.y < box.y || own.y + own.height > box.y + box.height)
      wrong.push(`${text.textContent} leaves its element`);
  }
  const result = document.createElement('pre');
  result.id = 'result';
  result.textContent = wrong.length ? wrong.join('\n') : (texts > 5 ? 'fine' : 'nothing was measured');
  document.body.append(result);
});
</script>";

#[test]
fn texts_sit_in_their_boxes_with_the_font_and_without_it() {
    for path in files("examples", "tm") {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let picture = svg(&check_as(&path.to_string_lossy(), &read(&path)));
        assert!(picture.contains("\n@font-face"), "the font is embedded");
        let without: String =
            picture.lines().filter(|line| !line.starts_with("@font-face")).collect::<Vec<_>>().join("\n");
        for (kind, svg) in [("font", &picture), ("fallback", &without)] {
            let page = format!("<!doctype html><meta charset=utf-8><body>{svg}{MEASURE}");
            let Some(result) = result_of(&format!("{name}-{kind}"), &page, 1200) else { return };
            assert_eq!(result, "fine", "{name}, {kind}");
        }
    }
}

/// Says by how much a page is wider than the window, and what it asks the network for.
const FIT: &str = r"<script>
addEventListener('load', () => {
  const root = document.documentElement;
  const more = root.scrollWidth - root.clientWidth;
  const asked = performance.getEntriesByType('resource').filter(one => !one.name.startsWith('data:')).length;
  const result = document.createElement('pre');
  result.id = 'result';
  result.textContent = `${more} px too wide, ${asked} requests`;
  document.body.append(result);
});
</script>";

#[test]
fn a_report_fits_a_phone_and_a_desk_and_fetches_nothing() {
    let path = "examples/veg-box.tm";
    let page = crate::report::html(&check_as(path, &read(path)));
    assert!(!page.contains("<script"), "a report needs no script");
    let policy = page.lines().find(|line| line.contains("Content-Security-Policy")).expect("a policy against scripts");
    // Only here, so that the page can be measured from inside.
    let page = format!("{}{FIT}", page.replace(policy, ""));
    for width in [500, 1200] {
        let Some(result) = result_of("report", &page, width) else { return };
        assert_eq!(result, "0 px too wide, 0 requests", "{width}");
    }
}
