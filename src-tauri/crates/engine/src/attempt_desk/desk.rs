//! The task itself.

use super::slots::{Slots, Typed};
use crate::effects::{self, Errand};
use crate::error::EngineError;
use crate::project::{EvidenceByNumber, attempt_view};
use crate::session::Session;
use crate::views::AttemptView;
use reconecta_core::attempt::{self, Action, Attempt, Effect, Event, Phase, Report, Target, Traces};
use reconecta_core::ids::AttemptId;
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{AbortHandle, JoinHandle};

type Reply<T> = oneshot::Sender<Result<T, EngineError>>;

/// Everything that can reach the desk.
pub(crate) enum Message {
    /// Start the wizard.
    Start(Vec<Target>, Reply<AttemptView>),
    /// The person did something.
    Act(Action, Typed, Reply<Option<AttemptView>>),
    /// Bring the login window to the front.
    FocusLogin,
    /// An effect answered.
    Report {
        attempt: AttemptId,
        run: u32,
        report: Report,
    },
    /// What is shown at the moment?
    Show(oneshot::Sender<Option<AttemptView>>),
}

/// Sends messages to the desk; the desk ends when the last handle is gone.
#[derive(Clone)]
pub(crate) struct DeskHandle(mpsc::UnboundedSender<Message>);

impl DeskHandle {
    /// Asks and waits for the answer.
    pub(crate) async fn ask<T>(&self, make: impl FnOnce(Reply<T>) -> Message) -> Result<T, EngineError> {
        let (reply, answer) = oneshot::channel();
        self.0
            .send(make(reply))
            .map_err(|_gone| EngineError::NoEnvironment)?;
        answer.await.map_err(|_gone| EngineError::NoEnvironment)?
    }

    /// The wizard as it is shown.
    pub(crate) async fn show(&self) -> Option<AttemptView> {
        let (reply, answer) = oneshot::channel();
        self.0.send(Message::Show(reply)).ok()?;
        answer.await.ok().flatten()
    }

    /// Sends without waiting; a desk that is gone needs no news.
    pub(crate) fn tell(&self, message: Message) {
        let _gone = self.0.send(message);
    }
}

/// The owner of the attempt.
pub(crate) struct Desk {
    session: Arc<Session>,
    /// Weak, so that the desk ends when the environment is closed.
    outbox: mpsc::WeakUnboundedSender<Message>,
    attempt: Option<Attempt>,
    slots: Arc<Slots>,
    login: Option<effects::LoginControl>,
    reads: Vec<AbortHandle>,
    /// Steps that may write: they are never broken off.
    works: Vec<JoinHandle<()>>,
    evidence: EvidenceByNumber,
    traces: Traces,
}

impl Desk {
    /// Starts the task, with an attempt that a restart interrupted if there is one.
    pub(crate) fn start(session: Arc<Session>, unfinished: Option<Attempt>) -> DeskHandle {
        let (sender, mut inbox) = mpsc::unbounded_channel();
        let mut desk = Self {
            session,
            outbox: sender.downgrade(),
            attempt: unfinished.map(attempt::recover),
            slots: Arc::new(Slots::default()),
            login: None,
            reads: Vec::new(),
            works: Vec::new(),
            evidence: EvidenceByNumber::new(),
            traces: Traces::default(),
        };
        tokio::spawn(async move {
            desk.wake().await;
            while let Some(message) = inbox.recv().await {
                desk.receive(message).await;
            }
        });
        DeskHandle(sender)
    }

    /// What a crash left: an attempt that had ended is closed, of another its traces are read.
    async fn wake(&mut self) {
        match self.attempt.as_ref().map(|attempt| attempt.phase.clone()) {
            Some(Phase::Ended { ending }) => {
                self.run(vec![ending.closing()]).await;
                self.attempt = None;
            }
            Some(_) => self.read_traces().await,
            None => {}
        }
    }

    async fn read_traces(&mut self) {
        self.traces = match &self.attempt {
            Some(attempt) => self.session.traces(attempt).await,
            None => Traces::default(),
        };
    }

    async fn receive(&mut self, message: Message) {
        match message {
            Message::Start(targets, reply) => {
                let _gone = reply.send(self.begin(targets).await);
            }
            Message::Act(action, typed, reply) => {
                let _gone = reply.send(self.act(action, typed).await);
            }
            Message::FocusLogin => {
                if let Some(login) = &self.login {
                    login.focus();
                }
            }
            Message::Report { attempt, run, report } => self.report(attempt, run, report).await,
            Message::Show(reply) => {
                let _gone = reply.send(self.view());
            }
        }
    }

    async fn begin(&mut self, targets: Vec<Target>) -> Result<AttemptView, EngineError> {
        if self.attempt.as_ref().is_some_and(|attempt| !attempt.is_over()) {
            return Err(EngineError::Busy);
        }
        self.session.check_may_change()?;
        let now = self.session.now();
        let id = AttemptId::new(self.session.new_id());
        let needs = self.session.needs_of(&targets).await;
        let attempt = Attempt {
            needs,
            ..Attempt::batch(id, targets, now)
        };
        self.slots = Arc::new(Slots::default());
        self.evidence.clear();
        self.traces = Traces::default();
        self.session.begin_attempt(&attempt).await?;
        self.attempt = Some(attempt);
        self.run(vec![Effect::ReadAccess]).await;
        self.view().ok_or(EngineError::NoAttempt)
    }

    async fn act(&mut self, action: Action, typed: Typed) -> Result<Option<AttemptView>, EngineError> {
        self.session.check_may_change()?;
        let attempt = self.attempt.as_ref().ok_or(EngineError::NoAttempt)?;
        let now = self.session.now();
        let (next, effects) = attempt::step(attempt, Event::Person(action), now)
            .map_err(|_unchanged| EngineError::OutOfOrder)?;
        self.slots.put(typed);
        self.apply(next, effects).await?;
        Ok(self.view())
    }

    async fn report(&mut self, id: AttemptId, run: u32, report: Report) {
        let Some(attempt) = self.attempt.as_ref().filter(|attempt| attempt.id == id) else {
            return;
        };
        let now = self.session.now();
        let ends_step = matches!(report, Report::NumberStep(..));
        if let Ok((next, effects)) = attempt::step(
            attempt,
            Event::Reported {
                run,
                report: Box::new(report),
            },
            now,
        ) {
            if ends_step {
                self.evidence = self.session.evidence_of(&next).await;
                self.traces = self.session.traces(&next).await;
            }
            if let Err(error) = self.apply(next, effects).await {
                tracing::error!(%error, "The attempt could not be stored");
            }
        }
    }

    /// Stores the new state first: after a crash the journal knows what was about to happen.
    async fn apply(&mut self, next: Attempt, effects: Vec<Effect>) -> Result<(), EngineError> {
        if self.attempt.as_ref() == Some(&next) && effects.is_empty() {
            return Ok(());
        }
        self.session.record_attempt(&next).await?;
        let new_run = self.attempt.as_ref().is_some_and(|before| before.run != next.run);
        if new_run {
            for read in self.reads.drain(..) {
                read.abort();
            }
        }
        if !matches!(next.phase, Phase::LoginOpen { .. }) {
            self.login = None;
        }
        self.attempt = Some(next);
        self.run(effects).await;
        if self.attempt.as_ref().is_some_and(Attempt::is_over) {
            self.attempt = None;
            self.session.announce_channels();
        }
        self.session.announce_attempt(self.view());
        Ok(())
    }

    async fn run(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let Some(attempt) = self.attempt.clone() else {
                return;
            };
            let Some(outbox) = self.outbox.upgrade() else {
                return;
            };
            let errand = Errand {
                session: Arc::clone(&self.session),
                slots: Arc::clone(&self.slots),
                desk: DeskHandle(outbox),
                attempt,
            };
            match effect {
                Effect::ReadAccess => self.read(effects::access::read(errand)),
                Effect::OpenLogin => self.login = Some(effects::login::open(errand)),
                Effect::CloseLogin => self.login = None,
                Effect::ObtainToken => drop(tokio::spawn(effects::token::obtain(errand))),
                Effect::CheckPermission => self.read(effects::permission::check(errand)),
                Effect::Discover => self.read(effects::discovery::discover(errand)),
                Effect::RunStep(number, step) => self.work(effects::number::run(errand, number, step)),
                Effect::SendCode(number, method) => {
                    self.work(effects::number::send_code(errand, number, method));
                }
                Effect::ReplacePin(number) => self.work(effects::number::replace_pin(errand, number)),
                Effect::TakeBack => {
                    let under_way = std::mem::take(&mut self.works);
                    drop(tokio::spawn(effects::ending::take_back(errand, under_way)));
                }
                Effect::Discard => {
                    self.slots.clear();
                    effects::ending::discard(&errand).await;
                }
                Effect::Conclude => {
                    self.slots.clear();
                    effects::ending::conclude(&errand).await;
                }
            }
        }
    }

    /// Reads may be broken off at any time.
    fn read(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.reads.retain(|read| !read.is_finished());
        self.reads.push(tokio::spawn(work).abort_handle());
    }

    fn work(&mut self, work: impl Future<Output = ()> + Send + 'static) {
        self.works.retain(|work| !work.is_finished());
        self.works.push(tokio::spawn(work));
    }

    fn view(&self) -> Option<AttemptView> {
        self.attempt
            .as_ref()
            .map(|attempt| attempt_view(attempt, &self.evidence, &self.traces, self.session.now()))
    }
}
