//! What is said at the prompt, to a newcomer and to an operator.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether it went well, and what was said.
fn hectare(arguments: &[&str], data: &Path, key: Option<&str>) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hectare"));
    command.args(arguments).arg("--data").arg(data).env_remove("HECTARE_MASTER_KEY");
    if let Some(key) = key {
        command.env("HECTARE_MASTER_KEY", key);
    }
    testkit::said(&mut command)
}

const SERVE: [&str; 3] = ["serve", "--listen", "127.0.0.1:0"];

#[test]
fn a_live_folder_is_made_and_ends_with_a_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let (data, key) = (dir.path().join("live"), "5a".repeat(32));
    let (made, text) = hectare(&["init", "--live"], &data, None);
    assert!(!made && text.contains("--master-key-file") && text.contains("HECTARE_MASTER_KEY"), "{text}");
    assert!(!data.exists(), "nothing was made");
    let (made, text) = hectare(&["init", "--live"], &data, Some("short"));
    assert!(!made && text.contains("64 hexadecimal digits") && !text.contains("short"), "{text}");
    let (made, text) = hectare(&["init", "--live"], &data, Some(&key));
    assert!(made && text.contains("live folder") && !text.contains(&key), "{text}");
    assert_eq!(fs::read_to_string(data.join("environment")).unwrap(), "live");
    for arguments in [&SERVE[..], &["--listen", "127.0.0.1:0", "--shop", "127.0.0.1:0"]] {
        let (served, text) = hectare(arguments, &data, None);
        assert!(!served && text.contains("is a live folder") && text.contains("institution"), "{text}");
    }
    assert!(
        !data.join("issuers.db").exists() && !data.join("hectare.db").exists(),
        "no simulator, no merchant"
    );
    let (made, text) = hectare(&["init"], &data, None);
    assert!(!made && text.contains("is a live folder already"), "{text}");
}

#[test]
fn a_live_folder_takes_its_key_from_a_file_of_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let (data, file) = (dir.path().join("live"), dir.path().join("key"));
    fs::write(&file, "5a".repeat(32)).unwrap();
    let arguments = ["init", "--live", "--master-key-file", file.to_str().unwrap()];
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let (made, text) = hectare(&arguments, &data, None);
    assert!(!made && text.contains("chmod 600"), "{text}");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let (made, text) = hectare(&arguments, &data, None);
    assert!(made, "{text}");
}

#[test]
fn a_path_that_is_no_folder_is_answered_with_a_hint() {
    for path in ["/etc/passwd", "/etc/passwd/data"] {
        let (served, text) = hectare(&SERVE, Path::new(path), None);
        assert!(!served && text.contains("it is a file") && text.contains("--data"), "{text}");
        assert!(!text.contains("os error"), "{text}");
    }
}

#[test]
fn an_address_that_is_none_is_answered_with_an_example() {
    let dir = tempfile::tempdir().unwrap();
    let (served, text) = hectare(&["serve", "--listen", "9090"], dir.path(), None);
    assert!(!served && text.contains("localhost:8080"), "{text}");
}

#[test]
fn listens_by_name_and_says_where_everything_is() {
    let dir = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_hectare"))
        .args(["--listen", "localhost:0", "--shop", "localhost:0", "--data"])
        .arg(dir.path().join("data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let lines: Vec<String> = lines.map_while(Result::ok).take(6).collect();
    child.kill().unwrap();
    child.wait().unwrap();
    let gateway = lines[0].strip_prefix("Hectare listens at ").unwrap();
    assert!(gateway.starts_with("http://127.0.0.1:"), "{lines:?}");
    for page in ["/docs", "/sandbox/", "/readyz"] {
        assert!(lines.iter().any(|line| line.contains(&format!("{gateway}{page} "))), "{page}: {lines:?}");
    }
    assert!(lines.iter().any(|line| line.contains("http://localhost:")), "the shop: {lines:?}");
}

#[test]
fn a_folder_that_nothing_was_served_from_takes_no_merchants_yet() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("new");
    assert!(hectare(&["init"], &data, None).0);
    for arguments in
        [&["merchant", "add", "shop01", "--methods", "CA"][..], &["merchant", "list"], &["audit"]]
    {
        let (done, text) = hectare(arguments, &data, None);
        assert!(!done && text.contains("no server has been started"), "{arguments:?}: {text}");
        assert!(!data.join("hectare.db").exists(), "{arguments:?} made a database");
    }
}
