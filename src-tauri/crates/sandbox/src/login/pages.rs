//! What the pages show.

use super::autopilot;
use super::flow::Flow;
use super::html::{escape, page};
use crate::shared::Shared;
use crate::world::{Role, TokenKind, World};

fn form(action: &str, flow: &Flow, content: &str) -> String {
    let id = escape(&flow.id);
    format!(
        "<form method=\"post\" action=\"{action}\"><input type=\"hidden\" name=\"flow\" value=\"{id}\">{content}</form>"
    )
}

fn button(id: &str, action: &str, class: &str, text: &str) -> String {
    format!(
        "<button id=\"{id}\" name=\"action\" value=\"{action}\" class=\"{class}\" formnovalidate>{text}</button>"
    )
}

fn app_name(world: &World, flow: &Flow) -> String {
    escape(
        world
            .apps
            .get(&flow.dialog.app)
            .map_or("o aplicativo", |app| app.name.as_str()),
    )
}

fn person_name(world: &World, flow: &Flow) -> String {
    let person = flow.person.as_ref().and_then(|handle| world.people.get(handle));
    escape(person.map_or("", |person| person.name.as_str()))
}

/// "Logged in as", with the way to another account.
fn who(world: &World, flow: &Flow) -> String {
    format!(
        "<p class=\"soft\">Você entrou como <strong>{}</strong>. {}</p>",
        person_name(world, flow),
        button("outra-conta", "switch", "link", "Entrar em outra conta")
    )
}

const DECLINE: &str = "Agora não";

pub(super) fn login(shared: &Shared, flow: &Flow, problem: Option<&str>) -> String {
    let content = shared.read(|world| {
        let problem = problem.map(|text| format!("<p class=\"problem\" role=\"alert\" id=\"erro\">{text}</p>")).unwrap_or_default();
        let fields = "<label for=\"email\">E-mail</label><input id=\"email\" name=\"email\" type=\"email\" autocomplete=\"off\" required><label for=\"pass\">Senha</label><input id=\"pass\" name=\"pass\" type=\"password\" autocomplete=\"off\" required><div class=\"actions\"><button id=\"entrar\" class=\"main\">Entrar</button></div>";
        let app = app_name(world, flow);
        let form = form("/login.php", flow, fields);
        format!("<h1>Entrar</h1><p class=\"soft\">Entre para continuar em {app}.</p>{problem}{form}{}", accounts_hint(world))
    });
    page("Entrar", &content, &autopilot::orders(shared, flow, "login"))
}

/// Accounts that can be tried.
fn accounts_hint(world: &World) -> String {
    let rows: String = world
        .people
        .iter()
        .map(|(handle, person)| {
            let roles: Vec<&str> = world
                .businesses
                .values()
                .filter_map(|business| business.role_of(handle))
                .map(|role| {
                    if role == Role::Admin {
                        "administra"
                    } else {
                        "não administra"
                    }
                })
                .take(1)
                .collect();
            let role = roles.first().copied().unwrap_or("sem portfólio");
            let code = person
                .two_factor_code
                .as_ref()
                .map(|code| format!(", código {}", escape(code)))
                .unwrap_or_default();
            format!(
                "<tr><th scope=\"row\">{}<small>{role}</small></th><td>{}<br>senha {}{code}</td></tr>",
                escape(&person.name),
                escape(&person.email),
                escape(&person.password)
            )
        })
        .collect();
    format!("<details open><summary>Contas de demonstração</summary><table>{rows}</table></details>")
}

pub(super) fn two_factor(shared: &Shared, flow: &Flow, wrong: bool) -> String {
    let problem = if wrong {
        "<p class=\"problem\" role=\"alert\" id=\"erro\">O código está incorreto.</p>"
    } else {
        ""
    };
    let fields = "<label for=\"code\">Código de 6 dígitos</label><input id=\"code\" name=\"code\" type=\"text\" inputmode=\"numeric\" autocomplete=\"off\" required><div class=\"actions\"><button id=\"continuar\" class=\"main\">Continuar</button></div>";
    let form = form("/two_step_verification/two_factor/", flow, fields);
    let content = format!(
        "<h1>Verifique seu aplicativo de autenticação</h1><p>Insira o código do aplicativo que você configurou.</p>{problem}{form}"
    );
    page(
        "Autenticação de dois fatores",
        &content,
        &autopilot::orders(shared, flow, "two_factor"),
    )
}

pub(super) fn checkpoint(shared: &Shared, flow: &Flow) -> String {
    let form = form(
        "/checkpoint/",
        flow,
        "<div class=\"actions\"><button id=\"confirmar\" class=\"main\">Fui eu</button></div>",
    );
    let content = format!(
        "<h1>Confirme sua identidade</h1><p>Percebemos um login incomum. Confirme que foi você para continuar.</p>{form}"
    );
    page(
        "Verificação",
        &content,
        &autopilot::orders(shared, flow, "checkpoint"),
    )
}

pub(super) fn account(shared: &Shared, flow: &Flow) -> String {
    let content = shared.read(|world| {
        let name = person_name(world, flow);
        let actions = format!(
            "<div class=\"actions\">{}{}</div>",
            button("continuar", "continue", "main", &format!("Continuar como {name}")),
            button("outra-conta", "switch", "", "Entrar em outra conta")
        );
        format!(
            "<h1>Continuar em {}?</h1>{}",
            app_name(world, flow),
            form("/dialog/account", flow, &actions)
        )
    });
    page(
        "Escolher conta",
        &content,
        &autopilot::orders(shared, flow, "account"),
    )
}

pub(super) fn reconnect(shared: &Shared, flow: &Flow) -> String {
    let content = shared.read(|world| {
        let app = app_name(world, flow);
        let actions = format!(
            "<p>Você já conectou estes ativos a {app}. Ao reconectar, o acesso continua o mesmo da última vez.</p>{}<div class=\"actions\">{}{}{}</div>{}",
            earlier_assets(world, flow),
            button("reconectar", "reconnect", "main", "Reconectar"),
            button("editar", "edit", "", "Editar configurações"),
            button("agora-nao", "decline", "", DECLINE),
            who(world, flow)
        );
        format!("<h1>Reconectar {} a {app}?</h1>{}", person_name(world, flow), form("/dialog/reconnect", flow, &actions))
    });
    page(
        "Reconectar",
        &content,
        &autopilot::orders(shared, flow, "reconnect"),
    )
}

fn earlier_assets(world: &World, flow: &Flow) -> String {
    let assets = flow.earlier_grant(world).unwrap_or_default();
    let businesses = assets
        .businesses
        .iter()
        .flatten()
        .filter_map(|id| world.businesses.get(id))
        .map(|one| one.name.as_str());
    let accounts = assets
        .accounts
        .iter()
        .flatten()
        .filter_map(|id| world.accounts.get(id))
        .map(|one| one.name.as_str());
    let items: String = businesses
        .chain(accounts)
        .map(|name| format!("<li>{}</li>", escape(name)))
        .collect();
    if items.is_empty() {
        "<p class=\"soft\">Nenhum ativo.</p>".to_owned()
    } else {
        format!("<ul>{items}</ul>")
    }
}

pub(super) fn businesses(shared: &Shared, flow: &Flow, nothing_chosen: bool) -> String {
    let content = shared.read(|world| {
        let single = flow.dialog.kind == TokenKind::SystemUser;
        let kind = if single { "radio" } else { "checkbox" };
        let person = flow.person.as_deref().unwrap_or_default();
        let choices: String = flow
            .choosable_businesses(world)
            .into_iter()
            .enumerate()
            .map(|(index, business)| {
                let checked = if !single || index == 0 { " checked" } else { "" };
                let role = if business.role_of(person) == Some(Role::Admin) { "Controle total" } else { "Acesso parcial" };
                let (id, name) = (escape(&business.id), escape(&business.name));
                format!("<label class=\"choice\"><input type=\"{kind}\" name=\"business\" value=\"{id}\"{checked}><span>{name}<small>{role} · ID {id}</small></span></label>")
            })
            .collect();
        let body = match (choices.is_empty(), single) {
            (false, _) => format!("<fieldset><legend>Portfólios empresariais</legend>{choices}</fieldset>"),
            (true, true) => "<p class=\"problem\" role=\"alert\">Você não tem controle total de nenhum portfólio empresarial. Peça acesso ao administrador ou entre em outra conta.</p>".to_owned(),
            (true, false) => "<p>Você não faz parte de nenhum portfólio empresarial.</p>".to_owned(),
        };
        let problem = if nothing_chosen { "<p class=\"problem\" role=\"alert\" id=\"erro\">Escolha pelo menos um portfólio.</p>" } else { "" };
        let go = if choices.is_empty() && single { String::new() } else { button("continuar", "next", "main", "Continuar") };
        let actions = format!("{problem}{body}<div class=\"actions\">{go}{}</div>{}", button("agora-nao", "decline", "", DECLINE), who(world, flow));
        let app = app_name(world, flow);
        format!("<h1>Escolha os portfólios</h1><p class=\"soft\">Quais {app} pode acessar?</p>{}", form("/dialog/businesses", flow, &actions))
    });
    page(
        "Escolher portfólios",
        &content,
        &autopilot::orders(shared, flow, "businesses"),
    )
}

pub(super) fn accounts(shared: &Shared, flow: &Flow) -> String {
    let content = shared.read(|world| {
        let choices: String = flow
            .choosable_accounts(world)
            .into_iter()
            .map(|account| {
                let (id, name) = (escape(&account.id), escape(&account.name));
                let count = world.numbers_of(&account.id).len();
                format!("<label class=\"choice\"><input type=\"checkbox\" name=\"account\" value=\"{id}\" checked><span>{name}<small>{count} número(s) · ID {id}</small></span></label>")
            })
            .collect();
        let body = if choices.is_empty() {
            "<p>Você não tem acesso a nenhuma conta do WhatsApp Business nestes portfólios.</p>".to_owned()
        } else {
            format!("<fieldset><legend>Contas do WhatsApp Business</legend>{choices}</fieldset>")
        };
        let actions = format!(
            "{body}<div class=\"actions\">{}{}</div>{}",
            button("continuar", "next", "main", "Continuar"),
            button("agora-nao", "decline", "", DECLINE),
            who(world, flow)
        );
        format!("<h1>Escolha as contas do WhatsApp Business</h1>{}", form("/dialog/accounts", flow, &actions))
    });
    page(
        "Escolher contas",
        &content,
        &autopilot::orders(shared, flow, "accounts"),
    )
}

fn described(scope: &str) -> &str {
    match scope {
        "whatsapp_business_management" => "Gerenciar suas contas do WhatsApp",
        "whatsapp_business_messaging" => "Enviar e receber mensagens nas suas contas do WhatsApp",
        "business_management" => "Gerenciar sua empresa",
        "email" => "Ver seu endereço de e-mail",
        other => other,
    }
}

pub(super) fn permissions(shared: &Shared, flow: &Flow) -> String {
    let content = shared.read(|world| {
        let list: String = flow.dialog.scopes.iter().map(|scope| format!("<li>{}</li>", escape(described(scope)))).collect();
        let actions = format!(
            "<ul>{list}</ul><p class=\"soft\">Todas as permissões são necessárias.</p><div class=\"actions\">{}{}</div>{}",
            button("permitir", "allow", "main", "Permitir"),
            button("agora-nao", "decline", "", DECLINE),
            who(world, flow)
        );
        format!("<h1>{} quer permissão para:</h1>{}", app_name(world, flow), form("/dialog/permissions", flow, &actions))
    });
    page(
        "Permissões",
        &content,
        &autopilot::orders(shared, flow, "permissions"),
    )
}
