use crate::support::*;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use rolecall::apply::{Apply, Clock, Report, Schedule, Silent};
use rolecall::model::{OrganizationId, Slug, Snapshot};
use rolecall::store::{Holder, LocalStore, Log, NewLog, Stamp, Store, StoreError, TryLock};
use std::io;

/// A store on a disk that is full after so many writes to the journal.
struct Filling {
    store: LocalStore,
    room: usize,
}

struct FillingLog(usize);

impl Log for FillingLog {
    fn location(&self) -> String {
        "journal".to_owned()
    }

    fn lingers(&self) -> bool {
        false
    }

    fn rescue(&mut self, _: &[u8]) -> Option<String> {
        None
    }

    fn append(&mut self, _: Vec<u8>) -> BoxFuture<'_, Result<(), StoreError>> {
        let full = self.0 == 0;
        self.0 = self.0.saturating_sub(1);
        let error =
            || StoreError::new("can't write the journal", io::ErrorKind::StorageFull.into());
        async move { if full { Err(error()) } else { Ok(()) } }.boxed()
    }
}

impl Store for Filling {
    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.check()
    }

    fn try_lock<'a>(
        &'a self,
        organization: OrganizationId,
        holder: &'a Holder,
    ) -> BoxFuture<'a, Result<TryLock, StoreError>> {
        self.store.try_lock(organization, holder)
    }

    fn stamp(&self, organization: OrganizationId) -> BoxFuture<'_, Result<Stamp, StoreError>> {
        self.store.stamp(organization)
    }

    fn create_log<'a>(
        &'a self,
        _: &'a NewLog<'a>,
    ) -> BoxFuture<'a, Result<Box<dyn Log>, StoreError>> {
        async { Ok(Box::new(FillingLog(self.room)) as Box<dyn Log>) }.boxed()
    }
}

async fn run(fake: &Fake, room: usize) -> Report {
    let scene = Scene::new();
    let steps = [(1, invite("cy"), &[][..]), (2, invite("di"), &[]), (3, invite("ed"), &[])];
    let plan = plan("acme", &steps);
    let replan = |_: &Slug, now: &Snapshot| Ok(what_is_left(&plan, now));
    let apply = Apply {
        platform: fake,
        replan: &Manifests(desired(&[], 1), replan),
        store: &Filling { store: scene.store(), room },
        holder: scene.holder(),
        clock: Clock::system(),
        settings: scene.settings,
        progress: &Silent,
        stop: scene.switch.watch(),
    };
    let stages = Schedule::default().stages(vec![job(fake, plan.clone())]);
    apply.run(&plan_id(), stages).await
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_whose_intent_is_not_on_disk() {
    for room in 0..12 {
        let fake = Fake::new(acme());
        let report = run(&fake, room).await;
        let steps = report.organizations[0].steps.iter();
        let done = steps.filter(|step| step.status.word() == "done").count();
        assert_eq!(fake.calls().len(), done);
        // A write for the start and one for the end; between them each step has an intent, and an outcome that
        // may go together with what comes after it.
        assert!(report.error.is_some() || room >= 5, "{room}");
        assert!(report.error.is_none() || room < 8, "{room}");
        assert!(done <= room.saturating_sub(1), "{done} done with room for {room}");
        let exit = match (report.error.is_some(), done) {
            (false, _) => 0,
            (true, 1 | 2) => 5,
            (true, _) => 1,
        };
        assert_eq!(report.exit, exit, "{room}");
        if let Some(error) = &report.error {
            assert_eq!(error, "can't write the journal: no storage space");
            assert!(report.help.as_ref().unwrap().contains("free some space"));
        }
    }
}
