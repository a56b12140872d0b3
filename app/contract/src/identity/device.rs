//! What somebody signed in with, in a few words that they recognise: "WeChat on an Android phone". Read from the
//! `User-Agent` header (RFC 9110 10.1.5), which anybody may write as they like: good for recognising, never for deciding.

use serde::{Deserialize, Serialize};

/// Program and system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The program that shows the pages.
    pub program: Program,
    /// What it runs on.
    pub system: System,
}

/// The program that shows the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "their names are what they are")]
pub enum Program {
    WeChat,
    Alipay,
    Edge,
    Firefox,
    Huawei,
    Xiaomi,
    Samsung,
    Qq,
    Uc,
    Chrome,
    Safari,
    /// One that is not known by name.
    #[default]
    Other,
}

/// What it runs on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "their names are what they are")]
pub enum System {
    Harmony,
    Iphone,
    Ipad,
    Android,
    Windows,
    Mac,
    Linux,
    /// One that is not known by name.
    #[default]
    Other,
}

/// What a header holds, the name as stored, and the program. Programs that call themselves by other names too come first.
const PROGRAMS: [(&[&str], &str, Program); 12] = [
    (&["MicroMessenger"], "wechat", Program::WeChat),
    (&["AlipayClient"], "alipay", Program::Alipay),
    (&["Edg/", "EdgA/", "EdgiOS/"], "edge", Program::Edge),
    (&["Firefox/", "FxiOS/"], "firefox", Program::Firefox),
    (&["HuaweiBrowser/"], "huawei", Program::Huawei),
    (&["MiuiBrowser/"], "xiaomi", Program::Xiaomi),
    (&["SamsungBrowser/"], "samsung", Program::Samsung),
    (&["MQQBrowser/", "QQBrowser/"], "qq", Program::Qq),
    (&["UCBrowser/"], "uc", Program::Uc),
    (&["Chrome/", "CriOS/"], "chrome", Program::Chrome),
    (&["Safari/"], "safari", Program::Safari),
    (&[], "other", Program::Other),
];

/// The same for systems.
const SYSTEMS: [(&[&str], &str, System); 8] = [
    (&["HarmonyOS", "OpenHarmony"], "harmony", System::Harmony),
    (&["iPhone"], "iphone", System::Iphone),
    (&["iPad"], "ipad", System::Ipad),
    (&["Android"], "android", System::Android),
    (&["Windows"], "windows", System::Windows),
    (&["Macintosh"], "mac", System::Mac),
    (&["Linux", "X11"], "linux", System::Linux),
    (&[], "other", System::Other),
];

impl Device {
    /// Reads a `User-Agent` header.
    pub fn of(header: &str) -> Self {
        Self { program: found(&PROGRAMS, header), system: found(&SYSTEMS, header) }
    }

    /// As stored.
    pub fn to_text(self) -> String {
        format!("{}/{}", name(&PROGRAMS, self.program), name(&SYSTEMS, self.system))
    }

    /// Reads what was stored; what is not known is another.
    pub fn from_text(text: &str) -> Self {
        let (program, system) = text.split_once('/').unwrap_or_default();
        Self { program: named(&PROGRAMS, program), system: named(&SYSTEMS, system) }
    }

    /// Whether one holds it in the hand.
    pub fn is_held(self) -> bool {
        matches!(self.system, System::Harmony | System::Iphone | System::Ipad | System::Android)
    }
}

fn found<T: Copy + Default>(table: &[(&[&str], &str, T)], header: &str) -> T {
    let row = table.iter().find(|(marks, ..)| marks.iter().any(|mark| header.contains(mark)));
    row.map_or_else(T::default, |(_, _, value)| *value)
}

fn name<'a, T: Copy + PartialEq>(table: &[(&[&str], &'a str, T)], value: T) -> &'a str {
    table.iter().find(|(.., row)| *row == value).map_or("other", |(_, name, _)| name)
}

fn named<T: Copy + Default>(table: &[(&[&str], &str, T)], text: &str) -> T {
    table.iter().find(|(_, name, _)| *name == text).map_or_else(T::default, |(.., value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WECHAT: &str = "Mozilla/5.0 (Linux; Android 14; V2312A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 \
                          Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.49 Language/zh_CN";
    const EDGE: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                        Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0";
    const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
                          Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

    #[test]
    fn the_most_telling_name_counts() {
        let of = |program, system| Device { program, system };
        assert_eq!(Device::of(WECHAT), of(Program::WeChat, System::Android));
        assert_eq!(Device::of(EDGE), of(Program::Edge, System::Windows));
        assert_eq!(Device::of(IPHONE), of(Program::Safari, System::Iphone));
        assert_eq!(Device::of(""), Device::default());
        assert_eq!(Device::of("curl/8.5.0 <script>"), Device::default());
    }

    #[test]
    fn every_device_is_stored_and_read_again() {
        for (_, _, program) in PROGRAMS {
            for (_, _, system) in SYSTEMS {
                let device = Device { program, system };
                assert_eq!(Device::from_text(&device.to_text()), device);
            }
        }
        assert_eq!(Device::from_text("nonsense"), Device::default());
    }
}
