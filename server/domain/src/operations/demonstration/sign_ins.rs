//! Who may sign in to the demonstration, in a file of the data folder that only its owner can read.

use crate::{
    error::{Error, Result},
    private_file,
    residents::personal::Secret,
};
use contract::identity::Role;
use policy::text::Text;
use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

/// Name of the file.
pub const FILE: &str = "demonstration-sign-ins.txt";

const HEADER: &str = "\
# 演示账号，密码为这个数据文件夹随机生成。| Demonstration sign-ins; the passwords were made at random for this data folder.
# 证件号、手机号或用户名 | identity number, phone or name, 密码 | password, 角色 | roles, 是谁 | who\n";

/// One who may sign in.
#[derive(Clone, Debug)]
pub struct SignIn {
    /// Who it is, in words.
    pub who: Text,
    /// What they may do.
    pub roles: Vec<Role>,
    /// What to type first: a phone number, or the name of a member of staff.
    pub sign_in: String,
    /// What to type second. Prints `***`.
    pub password: Secret,
}

/// Everybody who may sign in.
#[derive(Clone, Debug, Default)]
pub struct SignIns(pub Vec<SignIn>);

impl SignIns {
    /// Writes the file, whole or not at all, mode 0600.
    pub(super) fn write(&self, data_folder: &Path) -> Result<()> {
        let mut text = HEADER.to_owned();
        for one in &self.0 {
            let roles: Vec<&str> = one.roles.iter().map(|role| role.as_str()).collect();
            let fields = [&one.sign_in, one.password.expose(), &roles.join("+"), &one.who.zh, &one.who.en];
            text.push_str(&fields.join("\t"));
            text.push('\n');
        }
        write_private(&data_folder.join(FILE), &text).map_err(Error::caused_by)
    }
}

/// Reads the sign-ins of a data folder; nothing when there is no demonstration.
///
/// # Errors
/// The file cannot be read.
pub fn read_sign_ins(data_folder: &Path) -> Result<Option<SignIns>> {
    match fs::read_to_string(data_folder.join(FILE)) {
        Ok(text) => Ok(Some(SignIns(text.lines().filter_map(line).collect()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::caused_by(error)),
    }
}

/// A comment, or a line that somebody changed beyond recognition, is passed over.
fn line(line: &str) -> Option<SignIn> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [sign_in, password, roles, zh, en] = fields.as_slice() else { return None };
    Some(SignIn {
        who: Text::new(*zh, *en),
        roles: roles.split('+').filter_map(Role::from_text).collect(),
        sign_in: (*sign_in).to_owned(),
        password: Secret::new(password),
    })
}

fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let beside = path.with_extension("new");
    if let Err(error) = fs::remove_file(&beside)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut file = private_file::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, path)
}
