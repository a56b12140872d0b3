//! The demonstration city in the database: written once, resumed after an interruption, opened with its sign-ins.

use contract::identity::Role;
use diesel::prelude::*;
use domain::{
    context::Context,
    crypto::passwords::PasswordCheck,
    db::{
        pools::Priority,
        schema::{
            account_roles, accounts, city_settings, deliveries, facts, jobs, journal, policy_versions, residents,
        },
    },
    operations::{
        demonstration::{CityState, FILE, fill, generator::city, read_sign_ins, state},
        jobs::JobKinds,
    },
};
use policy::value::Value;
use std::collections::BTreeMap;
use tests::on_both_databases;

const RESIDENTS: u64 = 500;

fn count(cx: &Context) -> i64 {
    cx.read(|connection| Ok(residents::table.count().get_result(connection)?)).unwrap()
}

on_both_databases! {
    fn a_resident_can_be_read_back(database) {
        let (cx, _) = database.context(JobKinds::default());
        assert_eq!(state(&cx.pools).unwrap(), CityState::Empty);
        let mut heard = Vec::new();
        fill(&cx, RESIDENTS, 7, &mut |written| heard.push(written)).unwrap();
        assert_eq!((state(&cx.pools).unwrap(), count(&cx), heard), (CityState::Filled, 500, vec![500]));

        let expected = city(RESIDENTS, 7, cx.today()).nth(321).unwrap();
        let fingerprint = cx.keys.fingerprint("identity-number", expected.identity_number.expose());
        let (id, name): (String, Vec<u8>) = cx
            .read(|connection| {
                let found = residents::table.filter(residents::id_number_fingerprint.eq(&fingerprint));
                Ok(found.select((residents::id, residents::name_sealed)).first(connection)?)
            })
            .unwrap();
        assert_eq!(*cx.keys.open_text("residents", &id, "name_sealed", &name).unwrap(), expected.name.expose());
        let rows: Vec<(String, String, String, Vec<u8>)> = cx
            .read(|connection| {
                Ok(facts::table
                    .inner_join(deliveries::table.on(deliveries::id.eq(facts::delivery_id)))
                    .filter(facts::resident_id.eq(&id))
                    .select((facts::department, deliveries::department, facts::as_of, facts::document_sealed))
                    .load(connection)?)
            })
            .unwrap();
        assert_eq!(rows.len(), expected.facts.len());
        for (department, delivered_by, as_of, sealed) in rows {
            let document = expected.facts.iter().find(|document| document.department == department).unwrap();
            assert_eq!((delivered_by, as_of), (department.clone(), document.as_of.to_string()));
            let plain = cx.keys.open("facts", &format!("{id}/{department}"), "document_sealed", &sealed).unwrap();
            let values: BTreeMap<String, Value> = serde_json::from_slice(&plain).unwrap();
            let wanted = document.values.iter().map(|(id, value)| ((*id).to_owned(), value.clone())).collect();
            assert_eq!(values, wanted);
        }
    }

    fn whoever_is_in_the_file_can_sign_in(database) {
        let (cx, _) = database.context(JobKinds::default());
        let sign_ins = fill(&cx, 50, 1, &mut |_| {}).unwrap();
        let kept = read_sign_ins(database.folder()).unwrap().unwrap();
        assert_eq!(kept.0.len(), sign_ins.0.len());
        for one in &kept.0 {
            let keyed = |kind| cx.keys.fingerprint(kind, &one.sign_in);
            let (account, hash): (String, Option<String>) = cx
                .read(|connection| {
                    let by_phone = residents::phone_fingerprint.eq(keyed("phone"));
                    let by_name = accounts::sign_in_name_fingerprint.eq(keyed("sign-in-name"));
                    Ok(accounts::table
                        .left_join(residents::table.on(residents::id.nullable().eq(accounts::resident_id)))
                        .filter(by_phone.or(by_name))
                        .select((accounts::id, accounts::password_hash))
                        .first(connection)?)
                })
                .unwrap();
            assert_eq!(cx.hasher.check(one.password.expose(), hash.as_deref()).unwrap(), PasswordCheck::Right);
            let roles: Vec<String> = cx
                .read(|connection| {
                    let of_account = account_roles::table.filter(account_roles::account_id.eq(&account));
                    Ok(of_account.select(account_roles::role).load(connection)?)
                })
                .unwrap();
            assert_eq!(roles, one.roles.iter().map(|role| role.as_str().to_owned()).collect::<Vec<_>>());
        }
        #[cfg(unix)]
        {
            let mode = std::fs::metadata(database.folder().join(FILE)).unwrap();
            assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode.permissions()) & 0o777, 0o600);
        }
    }

    /// Whatever somebody says is wrong comes to a person who can answer.
    fn every_source_of_facts_has_somebody_who_answers_for_them(database) {
        let (cx, _) = database.context(JobKinds::default());
        fill(&cx, 50, 1, &mut |_| {}).unwrap();
        let (sources, answering): (Vec<String>, Vec<Option<String>>) = cx
            .read(|connection| {
                let of_accounts = account_roles::table.on(account_roles::account_id.eq(accounts::id));
                let verifiers = accounts::table
                    .inner_join(of_accounts)
                    .filter(account_roles::role.eq(Role::Department.as_str()))
                    .select(accounts::department);
                Ok((
                    deliveries::table.select(deliveries::department).distinct().load(connection)?,
                    verifiers.load(connection)?,
                ))
            })
            .unwrap();
        assert!(sources.len() >= 7, "{sources:?}");
        for source in sources {
            assert!(answering.contains(&Some(source.clone())), "nobody answers for {source}: {answering:?}");
        }
    }

    fn a_filled_city_is_not_filled_again(database) {
        let (cx, _) = database.context(JobKinds::default());
        let first = fill(&cx, 20, 1, &mut |_| {}).unwrap();
        for (residents, seed) in [(20, 1), (20, 2), (30, 1)] {
            let refused = fill(&cx, residents, seed, &mut |_| {}).unwrap_err();
            assert!(refused.to_string().contains("already holds residents"), "{refused}");
        }
        let too_large = fill(&cx, u64::MAX, 1, &mut |_| {}).unwrap_err();
        assert!(too_large.to_string().contains("at most 5000000"), "{too_large}");
        assert_eq!(count(&cx), 20);
        let kept = read_sign_ins(database.folder()).unwrap().unwrap();
        assert_eq!(kept.0[0].password.expose(), first.0[0].password.expose());
    }

    /// As after a kill between two batches: some residents stand, the accounts do not.
    fn an_interrupted_filling_goes_on_where_it_stopped(database) {
        let (cx, clock) = database.context(JobKinds::default());
        fill(&cx, RESIDENTS, 3, &mut |_| {}).unwrap();
        let day = cx.today();
        cx.write(Priority::Job, |tx| {
            diesel::delete(account_roles::table).execute(tx)?;
            diesel::delete(accounts::table).execute(tx)?;
            let late = residents::table.filter(residents::number.ge(200)).select(residents::id);
            diesel::delete(facts::table.filter(facts::resident_id.eq_any(late))).execute(tx)?;
            diesel::delete(residents::table.filter(residents::number.ge(200))).execute(tx)?;
            let kept = city_settings::table.find("demonstration");
            let plan: String = kept.select(city_settings::value).first(tx)?;
            let interrupted = plan.replace("\"complete\":true", "\"complete\":false");
            diesel::update(kept).set(city_settings::value.eq(interrupted)).execute(tx)?;
            Ok(())
        })
        .unwrap();
        assert_eq!(state(&cx.pools).unwrap(), CityState::Unfinished { residents: RESIDENTS, seed: 3 });

        clock.advance_ms(86_400_000);
        fill(&cx, RESIDENTS, 3, &mut |_| {}).unwrap();
        assert_eq!((state(&cx.pools).unwrap(), count(&cx)), (CityState::Filled, 500));
        let last = city(RESIDENTS, 3, day).last().unwrap();
        let fingerprint = cx.keys.fingerprint("identity-number", last.identity_number.expose());
        let number: i64 = cx
            .read(|connection| {
                let found = residents::table.filter(residents::id_number_fingerprint.eq(&fingerprint));
                Ok(found.select(residents::number).first(connection)?)
            })
            .unwrap();
        assert_eq!(number, 499);
    }

    fn published_policies_are_matched_afterwards(database) {
        let (cx, _) = database.context(JobKinds::default());
        cx.write(Priority::Job, |tx| {
            for (id, version_state) in [("v1", "published"), ("v2", "draft")] {
                diesel::insert_into(policy_versions::table)
                    .values((
                        policy_versions::id.eq(id),
                        policy_versions::policy_id.eq(id),
                        policy_versions::version.eq("1"),
                        policy_versions::state.eq(version_state),
                        policy_versions::content.eq(""),
                        policy_versions::content_hash.eq(""),
                        policy_versions::title_zh.eq(""),
                        policy_versions::title_en.eq(""),
                        policy_versions::field.eq("healthcare"),
                        policy_versions::created_at.eq(cx.now()),
                        policy_versions::valid_from.eq("2026-01-01"),
                        policy_versions::holds_from.eq((version_state == "published").then_some("2026-01-01")),
                        policy_versions::revision.eq(1),
                        policy_versions::seed.eq(true),
                    ))
                    .execute(tx)?;
            }
            Ok(())
        })
        .unwrap();
        fill(&cx, 10, 1, &mut |_| {}).unwrap();
        let (kind, payload, total): (String, String, i64) = cx
            .read(|connection| Ok(jobs::table.select((jobs::kind, jobs::payload, jobs::progress_total)).first(connection)?))
            .unwrap();
        assert_eq!((kind.as_str(), payload.as_str(), total), ("policies.match", r#"{"versions":["v1"]}"#, 10));
        let acts: Vec<String> =
            cx.read(|connection| Ok(journal::table.order(journal::id).select(journal::act).load(connection)?)).unwrap();
        assert!(acts.contains(&"operations.demonstration-slice".to_owned()), "{acts:?}");
        assert!(acts.contains(&"operations.demonstration".to_owned()), "{acts:?}");
    }
}
