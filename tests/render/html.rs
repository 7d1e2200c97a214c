use crate::plans;
use rolecall::render::{html, plan};

#[test]
fn look() {
    let command = Some("rolecall apply --plan plan.json");
    std::fs::write("/tmp/ordinary.html", html(&plan(&plans::ordinary(), command))).unwrap();
    let all = plans::everything("Front Desk", "cy@acme.example");
    std::fs::write("/tmp/everything.html", html(&plan(&all, command))).unwrap();
}
