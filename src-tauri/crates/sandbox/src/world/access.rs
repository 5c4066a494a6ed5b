//! Who sees what: a user token inherits the rights of its person, a system user token carries what was delegated.

use super::{Account, Business, Member, Number, Role, SystemUser, Token, TokenKind, TwoFactor, World};

/// The bearer of a call.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// The token's text.
    pub text: String,
    /// What it may do; an app's own token has no rights of a person.
    pub token: Option<Token>,
    /// App id.
    pub app: String,
}

/// Why an object cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It does not exist or the token has no right to it; Meta does not say which.
    Unseen,
    /// The portfolio enforces a second factor that the session has not passed.
    TwoFactor,
}

impl Viewer {
    /// Handle of the person, for user tokens.
    pub fn person(&self) -> Option<&str> {
        self.token.as_ref().and_then(|token| token.person.as_deref())
    }

    /// Whether the token carries a permission.
    pub fn has_scope(&self, scope: &str) -> bool {
        self.token
            .as_ref()
            .is_some_and(|token| token.scopes.iter().any(|one| one == scope))
    }

    /// The system user and its portfolio, for system user tokens.
    pub(crate) fn system_user<'w>(&self, world: &'w World) -> Option<(&'w SystemUser, &'w Business)> {
        let token = self.token.as_ref()?;
        let business = world.businesses.get(token.business.as_ref()?)?;
        let user = business
            .system_users
            .iter()
            .find(|user| Some(&user.id) == token.system_user.as_ref())?;
        Some((user, business))
    }

    /// The person's memberships that the login delegated.
    pub(crate) fn memberships<'w>(&self, world: &'w World) -> Vec<(&'w Business, &'w Member)> {
        let Some((token, person)) = self.token.as_ref().zip(self.person()) else {
            return Vec::new();
        };
        world
            .businesses
            .values()
            .filter(|business| allows(token.assets.businesses.as_deref(), &business.id))
            .filter_map(|business| {
                let member = business.members.iter().find(|member| member.person == person)?;
                Some((business, member))
            })
            .collect()
    }

    /// Whether the portfolio can be read.
    pub(crate) fn business(&self, world: &World, business: &Business) -> Result<(), Refusal> {
        let Some(token) = &self.token else {
            return Err(Refusal::Unseen);
        };
        match token.kind {
            TokenKind::SystemUser => seen(token.business.as_ref() == Some(&business.id)),
            TokenKind::User => {
                let member = self
                    .memberships(world)
                    .iter()
                    .any(|(one, _)| one.id == business.id);
                seen(member)?;
                self.second_factor(business)
            }
        }
    }

    fn second_factor(&self, business: &Business) -> Result<(), Refusal> {
        let passed = self.token.as_ref().is_some_and(|token| token.two_factor);
        let role = self.person().and_then(|person| business.role_of(person));
        let required = match business.two_factor {
            TwoFactor::None => false,
            TwoFactor::AdminRequired => role == Some(Role::Admin),
            TwoFactor::AllRequired => role.is_some(),
        };
        if required && !passed {
            Err(Refusal::TwoFactor)
        } else {
            Ok(())
        }
    }

    /// Whether the account can be used.
    pub(crate) fn account(&self, world: &World, account: &Account) -> Result<(), Refusal> {
        let Some(token) = &self.token else {
            return Err(Refusal::Unseen);
        };
        seen(allows(token.assets.accounts.as_deref(), &account.id))?;
        match token.kind {
            TokenKind::SystemUser => {
                let business = token.business.as_ref();
                seen(business.is_some_and(|id| *id == account.owner || account.shared_with.contains(id)))
            }
            TokenKind::User => {
                let person = self.person().unwrap_or_default();
                seen(world.person_sees_account(person, account))?;
                world
                    .businesses
                    .get(&account.owner)
                    .map_or(Ok(()), |owner| self.second_factor(owner))
            }
        }
    }

    /// Whether the number can be used, through any account that holds it.
    pub(crate) fn number(&self, world: &World, number: &Number) -> Result<(), Refusal> {
        let mut refusal = Refusal::Unseen;
        for account in number.accounts.iter().filter_map(|id| world.accounts.get(id)) {
            match self.account(world, account) {
                Ok(()) => return Ok(()),
                Err(Refusal::TwoFactor) => refusal = Refusal::TwoFactor,
                Err(Refusal::Unseen) => {}
            }
        }
        Err(refusal)
    }
}

impl World {
    /// Whether a person has any right to an account: administrator of a portfolio that has it, or assigned to it.
    pub(crate) fn person_sees_account(&self, person: &str, account: &Account) -> bool {
        let portfolios = std::iter::once(&account.owner).chain(&account.shared_with);
        portfolios
            .filter_map(|id| self.businesses.get(id))
            .any(|business| {
                business
                    .members
                    .iter()
                    .filter(|member| member.person == person)
                    .any(|member| {
                        member.role == Role::Admin || account.assigned.iter().any(|one| one.user == member.id)
                    })
            })
    }
}

fn allows(targets: Option<&[String]>, id: &str) -> bool {
    targets.is_none_or(|targets| targets.iter().any(|target| target == id))
}

fn seen(yes: bool) -> Result<(), Refusal> {
    if yes { Ok(()) } else { Err(Refusal::Unseen) }
}
