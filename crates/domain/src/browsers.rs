//! A browser in two words, from what it says of itself: enough to recognise one's own phone in a list.

/// "Firefox, Android"; the whole of it when nothing is recognised.
#[must_use]
pub fn name(agent: &str) -> String {
    recognised(agent).unwrap_or_else(|| agent.chars().take(60).collect())
}

/// The same without versions, which change every month, and never in words that the browser chose; none for a browser
/// that is not recognised.
#[must_use]
pub fn recognised(agent: &str) -> Option<String> {
    // The order matters: most browsers also claim to be the ones after them.
    let browser = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let system = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let found =
        |table: &[(&str, &'static str)]| table.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name);
    match (found(&browser), found(&system)) {
        (Some(browser), Some(system)) => Some(format!("{browser}, {system}")),
        (Some(name), None) | (None, Some(name)) => Some(name.to_owned()),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{name, recognised};

    #[test]
    fn the_usual_ones_are_recognised() {
        for (agent, expected) in [
            ("Mozilla/5.0 (Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0", "Firefox, Android"),
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36", "Chrome, Linux"),
            ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1", "Safari, iPhone"),
            ("Mozilla/5.0 (Windows NT 10.0) Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Windows"),
            ("curl/8.5", "curl/8.5"),
            ("", ""),
        ] {
            assert_eq!(name(agent), expected);
        }
    }

    #[test]
    fn a_browser_has_one_name_whatever_its_version_and_none_of_its_own_choice() {
        let of =
            |version: u32| recognised(&format!("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/{version}.0"));
        assert_eq!(of(144), of(145));
        for unknown in ["", "curl/8.5", "go to https://evil.example"] {
            assert_eq!(recognised(unknown), None, "{unknown}");
        }
    }
}
