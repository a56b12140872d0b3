//! No personal value prints itself, wherever it stands.

use domain::{
    crypto::keys::KeyRing,
    error::Error,
    residents::personal::{IdentityNumber, PersonName, PhoneNumber, Secret},
};

#[test]
fn personal_values_print_stars_also_inside_other_things() {
    #[derive(Debug)]
    #[expect(dead_code, reason = "only printed")]
    struct Visitor {
        name: PersonName,
        number: Option<IdentityNumber>,
        phones: Vec<PhoneNumber>,
        password: Secret,
    }
    let born = jiff::civil::date(1944, 5, 1);
    let visitor = Visitor {
        name: PersonName::new("王芳"),
        number: Some(IdentityNumber::synthetic(born, 1)),
        phones: vec![PhoneNumber::parse("13800000000").unwrap()],
        password: Secret::new("丁香花开"),
    };
    let shown = format!("{visitor:?}");
    assert_eq!(shown, "Visitor { name: ***, number: Some(***), phones: [***], password: *** }");
}

#[test]
fn a_value_that_does_not_open_is_named_by_its_place_only() {
    let keys = KeyRing::fresh().unwrap();
    let sealed = keys.seal_text("residents", "r1", "name_sealed", "王芳").unwrap();
    let error = keys.open_text("residents", "r2", "name_sealed", &sealed).unwrap_err();
    assert_eq!(error.to_string(), "fault: a sealed value of residents.name_sealed does not open");
    assert!(matches!(error, Error::Fault(_)));
}
