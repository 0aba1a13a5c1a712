//! The languages that the window speaks, and what of their grammar its sentences need.

use super::Language;

/// A language as the window speaks it.
pub(in crate::window) trait Speech {
    /// The `lang` attribute.
    fn tag(self) -> &'static str;
    /// `name` as the goal of a motion: Korean adds 로 or 으로, by how the name's last sound ends.
    fn towards(self, name: &str) -> String;
}

impl Speech for Language {
    fn tag(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    fn towards(self, name: &str) -> String {
        match self {
            Self::Ko => format!("{name}{}", directional_particle(name)),
            Self::En => name.to_owned(),
        }
    }
}

/// 로 after a vowel or ㄹ, 으로 after any other consonant. What isn't Hangul has its sound in its readers'
/// heads, so both are offered, as Korean print does.
fn directional_particle(name: &str) -> &'static str {
    const FIRST_SYLLABLE: u32 = 0xAC00;
    const LAST_SYLLABLE: u32 = 0xD7A3;
    const FINALS: u32 = 28;
    const FINAL_RIEUL: u32 = 8;

    match name.chars().next_back().map(u32::from) {
        Some(last @ FIRST_SYLLABLE..=LAST_SYLLABLE) => match (last - FIRST_SYLLABLE) % FINALS {
            0 | FINAL_RIEUL => "로",
            _ => "으로",
        },
        _ => "(으)로",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn korean_names_take_the_particle_of_their_last_sound() {
        for (name, whither) in [
            ("신한카드", "신한카드로"),
            ("저축은행", "저축은행으로"),
            ("오늘의 메일", "오늘의 메일로"),
            ("한빛서점", "한빛서점으로"),
            ("KB Pay", "KB Pay(으)로"),
            ("", "(으)로"),
        ] {
            assert_eq!(Language::Ko.towards(name), whither);
        }
        assert_eq!(Language::En.towards("Shinhan Card"), "Shinhan Card");
    }
}
