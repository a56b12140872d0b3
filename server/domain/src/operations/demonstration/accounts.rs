//! Accounts of the demonstration: the known residents, and the people who work for the city.

use super::{
    known_people,
    passwords::password,
    sign_ins::{SignIn, SignIns},
};
use crate::{
    context::Context,
    db::{connection::Connection, schema::residents},
    error::Result,
    identity::new_account::NewAccount,
};
use contract::identity::Role;
use diesel::prelude::*;
use policy::text::Text;

/// An account to be opened.
pub(super) struct PreparedAccount {
    sign_in: SignIn,
    display_name: String,
    password_hash: String,
    /// Number of the resident; none for staff.
    resident: Option<i64>,
    place: Place,
}

/// For whom a member of staff works.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) district: Option<&'static str>,
    pub(super) department: Option<&'static str>,
}

impl Place {
    /// For the whole city, or for nobody but themselves.
    pub(super) const EVERYWHERE: Self = Self { district: None, department: None };

    const fn district(code: &'static str) -> Self {
        Self { district: Some(code), department: None }
    }

    const fn department(id: &'static str) -> Self {
        Self { district: None, department: Some(id) }
    }
}

/// Residents in the order of their numbers: name in the account's own words, in Chinese, in English.
pub(super) const RESIDENTS: [(&str, &str, &str); known_people::WITH_ACCOUNT] = [
    (
        "陈阿婆",
        "陈阿婆，82 岁，独居，照护 3 级，低保",
        "Granny Chen, 82, lives alone, care level 3, minimum living allowance",
    ),
    ("王建国", "王建国，55 岁，失业，陈阿婆的儿子", "Wang Jianguo, 55, unemployed, son of Granny Chen"),
    ("李敏", "李敏，31 岁，孩子未满 3 岁", "Li Min, 31, with a child under three"),
    ("赵强", "赵强，46 岁，肢体残疾二级，灵活就业", "Zhao Qiang, 46, limb disability of grade 2, flexible work"),
    ("周老师", "周老师，64 岁，就要 65 岁", "Teacher Zhou, 64, soon to be 65"),
    ("刘洋", "刘洋，28 岁，外省市户籍，失业", "Liu Yang, 28, registered elsewhere, unemployed"),
    ("孙国平", "孙国平，59 岁，失业金领满，快退休", "Sun Guoping, 59, unemployment benefit run out, soon to retire"),
];

/// A member of staff.
struct Staff {
    /// Plain lower-case letters, as `contract::typed::user_name` reads them.
    sign_in: &'static str,
    role: Role,
    place: Place,
    display_name: &'static str,
    who: (&'static str, &'static str),
}

const STAFF: [Staff; 15] = [
    Staff {
        sign_in: "hongkou",
        role: Role::Caseworker,
        place: Place::district("310109"),
        display_name: "沈晓燕",
        who: ("虹口区经办人", "Caseworker, Hongkou"),
    },
    Staff {
        sign_in: "pudong",
        role: Role::Caseworker,
        place: Place::district("310115"),
        display_name: "陆志远",
        who: ("浦东新区经办人", "Caseworker, Pudong"),
    },
    Staff {
        sign_in: "yangpu",
        role: Role::Caseworker,
        place: Place::district("310110"),
        display_name: "顾惠芳",
        who: ("杨浦区经办人", "Caseworker, Yangpu"),
    },
    Staff {
        sign_in: "supervisor",
        role: Role::Supervisor,
        place: Place::EVERYWHERE,
        display_name: "徐伟民",
        who: ("主管", "Supervisor"),
    },
    Staff {
        sign_in: "publicsecurity",
        role: Role::Department,
        place: Place::department("public-security"),
        display_name: "韩立新",
        who: ("市公安局核实人员", "Verifier, Public Security Bureau"),
    },
    Staff {
        sign_in: "civilaffairs",
        role: Role::Department,
        place: Place::department("civil-affairs"),
        display_name: "章慧",
        who: ("市民政局核实人员", "Verifier, Civil Affairs Bureau"),
    },
    Staff {
        sign_in: "medicalinsurance",
        role: Role::Department,
        place: Place::department("medical-insurance"),
        display_name: "邵文",
        who: ("市医疗保障局核实人员", "Verifier, Medical Insurance Bureau"),
    },
    Staff {
        sign_in: "humanresources",
        role: Role::Department,
        place: Place::department("human-resources"),
        display_name: "高建平",
        who: ("市人社局核实人员", "Verifier, Human Resources and Social Security Bureau"),
    },
    Staff {
        sign_in: "disabledfederation",
        role: Role::Department,
        place: Place::department("disabled-federation"),
        display_name: "葛芳",
        who: ("市残联核实人员", "Verifier, Disabled Persons' Federation"),
    },
    Staff {
        sign_in: "health",
        role: Role::Department,
        place: Place::department("health"),
        display_name: "乔安",
        who: ("市卫健委核实人员", "Verifier, Health Commission"),
    },
    Staff {
        sign_in: "community",
        role: Role::Department,
        place: Place::department("self"),
        display_name: "洪梅",
        who: ("社区核实人员，核实本人填写的信息", "Verifier, community centre: what residents told us themselves"),
    },
    Staff {
        sign_in: "author",
        role: Role::Author,
        place: Place::EVERYWHERE,
        display_name: "钱雯",
        who: ("政策撰写人", "Policy author"),
    },
    Staff {
        sign_in: "publisher",
        role: Role::Publisher,
        place: Place::EVERYWHERE,
        display_name: "严国平",
        who: ("政策发布人", "Policy publisher"),
    },
    Staff {
        sign_in: "auditor",
        role: Role::Auditor,
        place: Place::EVERYWHERE,
        display_name: "倪静",
        who: ("审计员", "Auditor"),
    },
    Staff {
        sign_in: "administrator",
        role: Role::Administrator,
        place: Place::EVERYWHERE,
        display_name: "姚凯",
        who: ("系统管理员", "Administrator"),
    },
];

/// Makes up passwords and hashes them: slow, so outside the transaction. `phones` are those of the known residents.
pub(super) fn prepare(cx: &Context, phones: &[String]) -> Result<Vec<PreparedAccount>> {
    let mut accounts = Vec::new();
    for ((number, phone), (display_name, zh, en)) in (0_i64..).zip(phones).zip(RESIDENTS) {
        let of = (Role::Resident, phone.as_str(), Text::new(zh, en));
        accounts.push(prepared(cx, of, display_name, Some(number), Place::EVERYWHERE)?);
    }
    for staff in STAFF {
        let of = (staff.role, staff.sign_in, Text::new(staff.who.0, staff.who.1));
        accounts.push(prepared(cx, of, staff.display_name, None, staff.place)?);
    }
    Ok(accounts)
}

/// What is shown and kept for people.
pub(super) fn sign_ins(accounts: &[PreparedAccount]) -> SignIns {
    SignIns(accounts.iter().map(|account| account.sign_in.clone()).collect())
}

/// Opens the accounts.
pub(super) fn open(cx: &Context, tx: &mut Connection, accounts: &[PreparedAccount]) -> Result<()> {
    for account in accounts {
        let resident: Option<String> = match account.resident {
            Some(number) => {
                Some(residents::table.filter(residents::number.eq(number)).select(residents::id).first(tx)?)
            }
            None => None,
        };
        let staff_name = account.resident.is_none().then_some(account.sign_in.sign_in.as_str());
        let opening = NewAccount {
            display_name: &account.display_name,
            resident: resident.as_deref(),
            staff_name,
            password_hash: Some(&account.password_hash),
            district: account.place.district,
            department: account.place.department,
            roles: &account.sign_in.roles,
        };
        opening.write(cx, tx)?;
    }
    Ok(())
}

fn prepared(
    cx: &Context,
    (role, sign_in, who): (Role, &str, Text),
    display_name: &str,
    resident: Option<i64>,
    place: Place,
) -> Result<PreparedAccount> {
    let password = password()?;
    Ok(PreparedAccount {
        password_hash: cx.hasher.hash(password.expose())?,
        sign_in: SignIn { who, roles: vec![role], sign_in: sign_in.to_owned(), password },
        display_name: display_name.to_owned(),
        resident,
        place,
    })
}
