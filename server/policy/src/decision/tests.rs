//! Kleene's laws.

use super::Truth;

#[test]
fn the_laws_of_three_valued_logic_hold() {
    for &a in Truth::ALL {
        assert_eq!(a.negated().negated(), a);
        assert_eq!(a.and(Truth::Yes), a);
        assert_eq!(a.or(Truth::No), a);
        assert_eq!(a.and(Truth::No), Truth::No);
        assert_eq!(a.or(Truth::Yes), Truth::Yes);
        for &b in Truth::ALL {
            assert_eq!(a.and(b), b.and(a));
            assert_eq!(a.or(b), b.or(a));
            assert_eq!(a.and(b).negated(), a.negated().or(b.negated()));
            assert_eq!(a.or(a.and(b)), a);
            for &c in Truth::ALL {
                assert_eq!(a.and(b).and(c), a.and(b.and(c)));
                assert_eq!(a.or(b).or(c), a.or(b.or(c)));
                assert_eq!(a.and(b.or(c)), a.and(b).or(a.and(c)));
            }
        }
    }
}

#[test]
fn unknown_is_neither_itself_nor_its_opposite() {
    assert_eq!(Truth::Unknown.or(Truth::Unknown.negated()), Truth::Unknown);
    assert_eq!(Truth::Unknown.and(Truth::Unknown.negated()), Truth::Unknown);
}
