//! Lists that can't be trusted (R8).

use crate::server::{Asked, Server, list, refusal, success, user};
use crate::setting::{console, profile, target, with_token};
use axum::body::Body;
use axum::http::Response;
use rolecall::model::{Collection, Completeness, OrganizationUser, Seen, UserStatus};
use rolecall::platform::{Client, Observe};
use serde_json::{Value, json};

/// What the client makes of a list that is served like this, and in how many requests.
async fn read(
    answering: impl Fn(usize, &Asked) -> Response<Body> + Send + Sync + 'static,
) -> (Collection<OrganizationUser>, usize) {
    let server = Server::start(answering).await;
    let users = console(server.url()).organization_users(&target()).await.unwrap();
    (users, server.count())
}

fn users(ids: std::ops::RangeInclusive<u64>) -> Vec<Value> {
    ids.map(user).collect()
}

fn why(users: &Collection<OrganizationUser>) -> &str {
    match &users.completeness {
        Completeness::Partial { why } => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_page_cap_below_what_was_asked_makes_more_pages_and_nothing_else() {
    let (all, requests) = read(|_, asked| {
        assert_eq!(asked.body.pointer("/pagination/itemsPerPage"), Some(&json!(100)));
        let first = (asked.page() - 1) * 25 + 1;
        list(&users(first..=(first + 24).min(60)), 60)
    })
    .await;
    assert_eq!((all.items.len(), requests), (60, 3));
    assert!(all.is_complete());
}

#[tokio::test]
async fn a_full_last_page_needs_no_empty_one_behind_it() {
    let (all, requests) = read(|_, _| list(&users(1..=100), 100)).await;
    assert_eq!((all.items.len(), requests), (100, 1));
}

#[tokio::test]
async fn duplicates_between_pages_are_one_and_a_gap_is_partial() {
    // Somebody was added in front while we read: the second page begins with the last of the first.
    let (all, requests) = read(|_, asked| match asked.page() {
        1 => list(&users(1..=2), 3),
        2 => list(&users(2..=3), 3),
        _ => list(&[], 3),
    })
    .await;
    assert!(all.is_complete());
    assert_eq!((all.items.len(), requests), (3, 2));

    let (gap, requests) = read(|_, asked| match asked.page() {
        1 => list(&users(1..=2), 4),
        2 => list(&users(2..=3), 4),
        _ => list(&[], 4),
    })
    .await;
    assert_eq!(why(&gap), "the total says 4, and 3 came");
    assert_eq!(gap.items.len(), 3, "what was seen is there all the same");
    assert_eq!(requests, 6, "read twice, and no more where it stays the same");
}

#[tokio::test]
async fn a_total_that_changed_is_read_until_two_walks_agree() {
    // The first walk sees 2, then 3; from then on it rests.
    let (all, requests) = read(|number, asked| match (number, asked.page()) {
        (0, _) => list(&users(1..=1), 2),
        (_, 1) => list(&users(1..=2), 3),
        _ => list(&users(2..=3), 3),
    })
    .await;
    assert!(all.is_complete());
    assert_eq!((all.items.len(), requests), (3, 4));
}

#[tokio::test]
async fn a_list_that_never_rests_is_partial() {
    let (never, requests) = read(|number, _| {
        let number = number as u64;
        list(&users(number * 10..=number * 10 + 1), 3 + number % 2)
    })
    .await;
    assert!(!never.is_complete());
    assert_eq!(requests, 8);
}

#[tokio::test]
async fn an_id_that_comes_twice_with_different_data_is_partial() {
    let (odd, _) = read(|_, _| {
        let mut other = user(1);
        other["role"] = json!("admin");
        list(&[user(1), other], 1)
    })
    .await;
    assert_eq!(why(&odd), "one id came twice with different data");
}

#[tokio::test]
async fn a_server_that_gives_the_same_page_again_and_again_ends() {
    let (stuck, requests) = read(|_, _| list(&users(1..=5), 50)).await;
    assert_eq!(why(&stuck), "the total says 50, and 5 came");
    assert!(requests <= 4, "{requests}");
}

#[tokio::test]
async fn a_list_without_a_total_is_partial() {
    let (unsure, _) = read(|_, asked| match asked.page() {
        1 => success(&json!({"items": users(1..=2)})),
        _ => success(&json!({"items": []})),
    })
    .await;
    assert_eq!(why(&unsure), "no page says how many there are");
}

#[tokio::test]
async fn numbers_as_texts_are_taken_and_strange_words_are_shown() {
    let (odd, _) = read(|_, _| {
        let mut first = user(1);
        first["id"] = json!("1");
        first["role"] = json!("super_admin");
        let mut second = user(2);
        second["status"] = json!(null);
        second["role"] = json!(7);
        success(&json!({"items": [first, second], "totalCount": "2"}))
    })
    .await;
    assert!(odd.is_complete());
    let [first, second] = odd.items.as_slice() else { panic!() };
    assert_eq!(first.id.get(), 1);
    assert_eq!(first.role, Seen::Unknown("super_admin".into()));
    assert_eq!(first.status, Some(Seen::Known(UserStatus::Active)));
    assert_eq!(second.role, Seen::Unknown("7".into()));
    assert_eq!(second.status, Some(Seen::Unknown("null".into())));
}

#[tokio::test]
async fn an_item_without_id_or_address_makes_the_list_partial() {
    for (missing, says) in [("id", "an item has no id"), ("email", "a user has no e-mail address")]
    {
        let (odd, _) = read(move |_, _| {
            let mut second = user(2);
            second.as_object_mut().unwrap().remove(missing);
            list(&[user(1), second], 2)
        })
        .await;
        assert_eq!(why(&odd), says);
        assert_eq!(odd.items.len(), 1);
    }
}

#[tokio::test]
async fn items_come_sorted_whatever_the_server_does() {
    let (all, _) = read(|_, _| list(&[user(3), user(1), user(2)], 3)).await;
    let ids: Vec<_> = all.items.iter().map(|user| user.id.get()).collect();
    assert_eq!(ids, [1, 2, 3]);
}

#[tokio::test]
async fn an_assumed_read_that_answers_404_is_partial_and_a_surer_one_fails() {
    let server = Server::start(|_, asked| match asked.uri.path() {
        "/api/organization/10" => success(&json!({
            "name": "Acme", "status": "ACTIVE", "isResellerPartner": true,
            "limits": {"workspaces": null, "users": null},
        })),
        "/api/organization/10/spaces" => list(&[json!({"id": 5, "name": "Support"})], 1),
        "/workspace/users" if asked.headers["botid"] == "5" => success(&json!({"items": []})),
        _ => refusal(404, "Cannot POST"),
    });
    let server = server.await;
    let snapshot = console(server.url()).observe(&target()).await.unwrap();
    let says = "listOrganizationUsers is assumed: the platform answers 404 Cannot POST";
    assert_eq!(why(&snapshot.users), says);
    let [support] = snapshot.workspaces.items.as_slice() else { panic!() };
    assert_eq!(support.users.items, []);
    assert_eq!(
        (&support.timezone, support.contact_limit),
        (&None, None),
        "the platform didn't say"
    );

    let nothing = Server::start(|_, _| refusal(404, "Cannot POST")).await;
    let error = console(nothing.url()).workspaces(&target()).await.unwrap_err();
    assert!(error.what.contains("listWorkspaces failed: the platform answers 404"), "{error}");
}

#[tokio::test]
async fn cursors_that_go_round_in_a_circle_end() {
    let server = Server::start(|number, _| {
        let next = format!("https://elsewhere.example/space/user?cursorId={}", number % 2);
        crate::server::reply(200, &json!({"items": users(1..=2), "pagination": {"next": next}}))
    });
    let server = server.await;
    let client = Client::new(profile("respond-io-developer"), with_token(server.url())).unwrap();
    let target = crate::setting::with_workspace(target(), "Support", Some(5), "default");
    let users =
        client.workspace_users(&target, rolecall::model::WorkspaceId::new(5)).await.unwrap();
    let Completeness::Partial { why } = users.completeness else { panic!() };
    assert_eq!(why, "the pages go round in a circle");
    assert_eq!(
        server.count(),
        3,
        "the URL in the answer is never followed, only its cursor is used"
    );
    assert_eq!(server.asked()[0].uri.query(), Some("limit=100"));
    assert_eq!(server.asked()[1].uri.query(), Some("limit=100&cursorId=0"));
}
