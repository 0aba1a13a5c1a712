//! What the browser tests need beyond cargo: Chromium, its driver, and a font with Hangul, without which every page
//! would be a picture of empty boxes.

use cargo_metadata::MetadataCommand;

use crate::process::{Failure, Outcome, on_path, output, program, root, run, succeeds};

/// A Debian package and how to see that what it brings is there, wherever it came from.
struct Need {
    package: &'static str,
    met: fn() -> bool,
}

const NEEDS: &[Need] = &[
    Need { package: "chromium", met: || on_path("chromium") },
    Need { package: "chromium-driver", met: || on_path("chromedriver") },
    Need { package: "fonts-noto-cjk", met: hangul_is_drawn },
];

/// Whether the tree has the tests for which all this is meant.
pub(crate) fn tests_exist() -> Outcome<bool> {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .exec()
        .map_err(|error| Failure::new(error.to_string()))?;
    let mut targets =
        metadata.packages.iter().filter(|package| package.name == "hectare").flat_map(|p| &p.targets);
    Ok(targets.any(|target| target.is_test() && target.name == "browser"))
}

/// Installs what is missing, if we may.
pub(crate) fn provide() -> Outcome {
    let missing: Vec<_> = NEEDS.iter().filter(|need| !(need.met)()).map(|need| need.package).collect();
    if missing.is_empty() {
        println!("Chromium, its driver and a font with Hangul are there");
        return Ok(());
    }
    let Some(superuser) = superuser() else {
        return Err(Failure::new(format!(
            "the browser tests need {}: install them (on Debian: apt-get install {}), or run this as root",
            missing.join(", "),
            missing.join(" "),
        )));
    };
    println!("Installing {}", missing.join(", "));
    run(&mut apt_get(superuser, &["update"]))?;
    run(&mut apt_get(
        superuser,
        &[&["install", "--yes", "--no-install-recommends"], missing.as_slice()].concat(),
    ))
}

/// How we may install packages, if at all: as the root we are, or through a sudo that asks for no password.
fn superuser() -> Option<&'static [&'static str]> {
    if !on_path("apt-get") {
        return None;
    }
    let id = output(program("id").arg("-u")).ok()?;
    if id.trim_ascii() == b"0" {
        return Some(&[]);
    }
    succeeds(program("sudo").args(["--non-interactive", "true"])).then_some(&["sudo", "--non-interactive"])
}

/// sudo starts from a clean environment, so `env` sets within it that nobody is there to answer.
fn apt_get(superuser: &[&str], arguments: &[&str]) -> std::process::Command {
    let words = [superuser, &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"], arguments].concat();
    let mut words = words.into_iter();
    let mut command = program(words.next().unwrap_or("apt-get"));
    command.args(words);
    command
}

/// fontconfig's own answer where its tool is installed; else Debian's, whether the package is.
fn hangul_is_drawn() -> bool {
    if on_path("fc-list") {
        return output(program("fc-list").arg(":lang=ko")).is_ok_and(|fonts| !fonts.is_empty());
    }
    let status = ["--show", "--showformat", "${db:Status-Status}", "fonts-noto-cjk"];
    output(program("dpkg-query").args(status)).is_ok_and(|status| status == b"installed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::line;

    #[test]
    fn apt_get_is_asked_by_root_itself() {
        assert_eq!(line(&apt_get(&[], &["update"])), "env DEBIAN_FRONTEND=noninteractive apt-get update");
    }

    #[test]
    fn apt_get_is_asked_through_sudo_by_others() {
        let command = apt_get(&["sudo", "--non-interactive"], &["install", "--yes", "chromium"]);
        assert_eq!(
            line(&command),
            "sudo --non-interactive env DEBIAN_FRONTEND=noninteractive apt-get install --yes chromium"
        );
    }
}
