//! The command line speaks the language of the locale: sentences, refusals and the help of every command.

#![expect(clippy::unwrap_used, reason = "tests fail loudly")]

use clap::CommandFactory;
use server::cli::Cli;
use std::{
    path::Path,
    process::{Command, Stdio},
};
use tempfile::TempDir;

const CHINESE: &str = "zh_CN.UTF-8";
const ENGLISH: &str = "en_US.UTF-8";

fn command(locale: &str, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tongban"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("TONGBAN_") || name.starts_with("LC_") || name == "LANG" || name == "DATABASE_URL" {
            command.env_remove(name);
        }
    }
    command.env("LC_ALL", locale).env("TONGBAN_DATA", folder).current_dir(folder).args(arguments);
    command
}

/// Exit code and what is said.
fn tongban(locale: &str, folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = command(locale, folder, arguments).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

/// Four English words in a row are a sentence, and no name.
fn english_sentence(line: &str) -> Option<String> {
    let words: Vec<&str> = line.split(' ').collect();
    let is_word = |word: &&str| {
        let word = word.trim_matches(['.', ',', ';', ':']);
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    words.windows(4).find(|words| words.iter().all(is_word)).map(|words| words.join(" "))
}

/// Every command as it is typed.
fn commands() -> Vec<Vec<String>> {
    let mut found = vec![Vec::new()];
    for command in Cli::command().get_subcommands() {
        let name = command.get_name().to_owned();
        found.extend(command.get_subcommands().map(|below| vec![name.clone(), below.get_name().to_owned()]));
        found.push(vec![name]);
    }
    found
}

#[test]
fn help_is_in_the_language_of_the_locale_at_every_command() {
    let folder = TempDir::new().unwrap();
    let commands = commands();
    assert!(commands.len() > 15, "{commands:?}");
    for words in commands {
        let typed: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
        let (code, chinese) = tongban(CHINESE, folder.path(), &typed);
        assert!(
            code == 0 && chinese.contains("用法：tongban") && chinese.contains("打印帮助。"),
            "{words:?}: {chinese}"
        );
        let (code, english) = tongban(ENGLISH, folder.path(), &typed);
        assert!(
            code == 0 && english.contains("Usage: tongban") && english.contains("Print help."),
            "{words:?}: {english}"
        );
        if !words.is_empty() {
            assert!(
                chinese.contains("\n例子：\n  tongban ") && english.contains("\nExample:\n  tongban "),
                "{words:?}"
            );
        }
        for line in chinese.lines().filter(|line| !line.starts_with("  tongban ")) {
            assert_eq!(english_sentence(line), None, "{words:?}: {chinese}");
        }
        // Examples hold a name of somebody.
        let is_chinese = |line: &&str| line.chars().any(|letter| ('一'..='鿿').contains(&letter));
        let left: Vec<&str> = english.lines().filter(is_chinese).filter(|line| !line.contains("王敏")).collect();
        assert!(left.is_empty(), "{words:?}: {left:?}");
    }
}

#[test]
fn sentences_are_in_the_language_of_the_locale() {
    let folder = TempDir::new().unwrap();
    let at = folder.path();
    let (code, said) = tongban(CHINESE, at, &["demo", "--residents", "１2\u{200B}"]);
    assert!(code == 0 && said.contains("12 位编出来的居民") && said.contains("演示账号"), "{said}");
    std::fs::write(at.join("wrong.toml"), "id = 1\n").unwrap();
    std::fs::write(at.join("facts.json"), "{\"dob\" \"1944\"}").unwrap();
    std::fs::write(at.join("tongban.conf"), "TONGBAN_DTAA=x\n").unwrap();
    let invite = |role| ["staff", "invite", "wangmin", "--name", "王敏", "--role", role];
    let (verify, shut) = (["journal", "verify"], ["staff", "shut", "nobody"]);
    let explain = ["policy", "explain", "elder-allowance", "--on", "2026-03-05", "--resident"];
    let sql = ["policy", "sql", "nothing", "--dialect", "sqlite", "--on"];
    let cases: &[(&[&str], i32, &str, &str)] = &[
        (&["demo"], 2, "已经有居民了", "already holds residents"),
        (&verify, 0, "都对", "rows sealed and right"),
        (&["journal", "accept-head", "--reason", "x"], 2, "也没有警报", "no alarm is open"),
        (&["journal", "accept-head", "--reason", " "], 2, "写明为什么", "say why"),
        (&[&verify[..], &["--head", "wrong.toml"]].concat(), 2, "没有日志的链头", "no head of a journal"),
        (&[&verify[..], &["--keys", "none"]].concat(), 2, "密钥文件 none 不在了", "the key file none is not there"),
        (&["backup", "wrong.toml"], 2, "不会换掉它", "is not replaced"),
        (&shut, 2, "没有叫 nobody 的工作人员", "nobody called nobody works here"),
        (&invite("caseworker"), 2, "还要写 --district", "needs --district"),
        (&invite("king"), 2, "不能写“king”，可以写：caseworker、", "invalid value 'king' for '--role"),
        (&[&invite("author")[..], &["--district", "x"]].concat(), 2, "没有这个代码的区", "no district of this city"),
        (&["policy", "check", "wrong.toml"], 1, "少了一项，照这样补上", "wrong.toml:1:1 missing-key title: "),
        (&[&explain[..], &["nowhere"]].concat(), 2, "也没有这个编号的居民", "neither a file of facts"),
        (&[&explain[..], &["２\u{200B}"]].concat(), 0, "(elder-allowance)", "(elder-allowance)"),
        (&[&explain[..], &["facts.json"]].concat(), 2, "读不成 JSON", "cannot be read as JSON"),
        (&[&sql[..], &["2026-03-05"]].concat(), 2, "请看：tongban policy check", "see: tongban policy check"),
        (&[&sql[..], &["today"]].concat(), 2, "写一个日期", "write a day such as"),
        (&["demo", "--residents", "0"], 2, "写 1 到 5000000 的整数", "write a whole number from 1 to 5000000"),
        (&["--config", "tongban.conf"], 2, "是不是想写 TONGBAN_DATA", "did you mean TONGBAN_DATA"),
        (&["--config", "nowhere"], 2, "没有这个文件", "there is no such file"),
        (&["--addr", "x"], 2, "不是地址", "is not an address"),
        (&["--public-url", "http://city.example"], 2, "只能在本机用", "is for localhost only"),
        (&["--trusted-proxies", "x"], 2, "不是 IP 地址", "is not an IP address"),
        (
            &["--database-url", "mysql://x", "journal", "verify"],
            2,
            "这种数据库",
            "is no database that this program knows",
        ),
        (&["help", "help"], 0, "用法：tongban help [命令]\n\n命令:", "Usage: tongban help [COMMAND]\n\nCommands:"),
        (&["staff", "invte"], 2, "是不是想写 invite", "did you mean invite"),
        (&["serve", "--emty"], 2, "没有“--emty”这个选项", "unexpected argument '--emty'"),
        (&["serve", "--addr"], 2, "后面要写一个值", "a value is required"),
        (
            &["policy", "sql", "x"],
            2,
            "少写了：--dialect <数据库>、--on <年-月-日>",
            "missing: --dialect <DIALECT>, --on",
        ),
    ];
    for (arguments, code, chinese, english) in cases {
        let said = tongban(CHINESE, at, arguments);
        assert!(said.0 == *code && said.1.contains(chinese), "{arguments:?}: {said:?}");
        let sentence = said.1.lines().find_map(english_sentence);
        assert_eq!(sentence, None, "{arguments:?}: {said:?}");
        let said = tongban(ENGLISH, at, arguments);
        assert!(said.0 == *code && said.1.contains(english), "{arguments:?}: {said:?}");
    }
    let invited = [&invite("author")[..], &["--district", "310109"]].concat();
    let (code, said) = tongban(CHINESE, at, &invited);
    assert!(code == 0 && said.contains("wangmin 的开通码，72 小时内用一次"), "{said}");
    let (code, said) = tongban(CHINESE, at, &invited);
    assert!(code == 2 && said.contains("wangmin 已经在这里工作"), "{said}");
    let (code, said) = tongban(ENGLISH, at, &["staff", "invite-again", "wangmin"]);
    assert!(code == 0 && said.contains("Code for wangmin, to be used once within 72 hours"), "{said}");
    let (code, said) = tongban(CHINESE, at, &["staff", "shut", "wangmin"]);
    assert!(code == 0 && said.contains("wangmin 停用了"), "{said}");
    let (code, said) = tongban(CHINESE, at, &["backup", "copy.sqlite"]);
    assert!(code == 0 && said.contains("copy.sqlite 完整：residents 12 行") && said.contains("密钥文件"), "{said}");
    // What the store holds is explained in the language of the locale, unless another is asked for.
    std::fs::write(at.join("facts.toml"), "dob = 1944-05-01\n").unwrap();
    let of_file = [&explain[..], &["facts.toml"]].concat();
    assert!(tongban(CHINESE, at, &of_file).1.contains("还不能判断"));
    assert!(tongban("C", at, &of_file).1.contains("Undetermined"));
    assert!(tongban(CHINESE, at, &[&of_file[..], &["--language", "en"]].concat()).1.contains("Undetermined"));
}

/// Nobody hears what is said beside the answer, and the command does its work all the same.
#[cfg(unix)]
#[test]
fn a_command_whose_errors_nobody_reads_does_not_fail_of_it() {
    let folder = TempDir::new().unwrap();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = command(CHINESE, folder.path(), &["demo", "--residents", "12"]);
    let ended = command.stdout(Stdio::null()).stderr(writer).status().unwrap();
    assert_eq!(ended.code(), Some(0));
}
