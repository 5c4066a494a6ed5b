//! Windows that are closed on a page from which no login comes back.

use super::*;

fn moved(attempt: &Attempt, page: LoginPage, at: UnixMillis) -> Attempt {
    let report = Box::new(Report::LoginMoved {
        host: "www.facebook.com".to_owned(),
        page,
    });
    let run = attempt.run;
    step(attempt, Event::Reported { run, report }, at).unwrap().0
}

/// A window in which `page` stands since then, and was shown once more just now.
fn stands(page: LoginPage, since: UnixMillis) -> Attempt {
    let (attempt, _) = act(begun(None), Action::OpenLogin);
    let attempt = moved(&attempt, LoginPage::Work, since);
    let attempt = moved(&attempt, page, since);
    moved(&attempt, page, NOW)
}

fn cause(attempt: &Attempt) -> Option<Cause> {
    match &attempt.phase {
        Phase::Login { problem } => problem.as_ref().map(|problem| problem.cause),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_window_closed_on_a_page_without_a_way_back_says_so() {
    let long_ago = NOW.plus(-120_000);
    let dead = Cause::LoginConfigurationDead;
    for (page, since, by_person, by_app) in [
        (LoginPage::Work, long_ago, Cause::LoginClosed, None),
        (LoginPage::Other, long_ago, Cause::LoginClosed, None),
        (LoginPage::Dialog, NOW, Cause::LoginClosed, None),
        (
            LoginPage::Dialog,
            long_ago,
            Cause::LoginUnmoved,
            Some(Cause::LoginUnmoved),
        ),
        (LoginPage::Stranded, NOW, dead, Some(dead)),
    ] {
        let (closed, _) = report(stands(page, since), Report::LoginEnded(LoginEnding::Closed));
        assert_eq!(cause(&closed), Some(by_person), "{page:?} closed by the person");
        let (closed, _) = act(stands(page, since), Action::CloseLogin);
        assert_eq!(cause(&closed), by_app, "{page:?} closed from the app");
    }
}

#[test]
fn a_window_in_which_nothing_ever_stood_is_asked_about_too() {
    let (attempt, _) = act(begun(None), Action::OpenLogin);
    let Phase::LoginOpen { page, page_since, .. } = &attempt.phase else {
        panic!("{:?}", attempt.phase)
    };
    assert_eq!(page.asked_about_from(*page_since), Some(NOW.plus(120_000)));
}
