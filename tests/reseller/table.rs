use crate::support::{file, onboarded, project, texts, wrong};
use rolecall::manifest;
use rolecall::manifest::onboard::Change;

const ACME: &str = "\
apiVersion: rolecall/v1
kind: Client
metadata: {name: acme}
spec:
  template: t
  organizationId: 7
  marketingOptOutRequested: 2026-11-20
  credentials: acme
  parameters: {brand: Acme, manager: ana@acme.example, agents: [bo@acme.example, cy@acme.example], limit: 5000}
";

#[test]
fn separators_breaks_and_a_byte_order_mark_make_no_difference() {
    let rows = [
        "name|organizationId|brand|manager|agents|limit|marketingOptOutRequested|credentials",
        "acme|7|Acme|ana@acme.example|bo@acme.example/cy@acme.example|5000|2026-11-20|acme",
    ];
    for separator in [",", ";", "\t"] {
        for end in ["\n", "\r\n", "\r\n\r\n"] {
            for mark in ["", "\u{feff}"] {
                let rows = rows.map(|row| row.replace('|', separator).replace('/', "|") + end);
                assert_eq!(texts(&format!("{mark}{}", rows.concat())), [ACME]);
            }
        }
    }
    assert!(ACME.lines().count() <= 12);
}

#[test]
fn quotes_spaces_and_empty_cells() {
    let made = texts(
        "\"name\",organizationId,brand,agents,vip,since,limit,\n acme ,7,\"Acme, \"\"Ltd\"\"\", a@a.example | b@a.example |,TRUE,2026-01-02,,\n,,,,,,,\n",
    );
    assert_eq!(
        made,
        [
            "apiVersion: rolecall/v1\nkind: Client\nmetadata: {name: acme}\nspec:\n  template: t\n  organizationId: 7\n  \
         parameters: {brand: 'Acme, \"Ltd\"', agents: [a@a.example, b@a.example], vip: true, since: 2026-01-02}\n"
        ]
    );
}

#[test]
fn everything_that_is_wrong_is_said_at_once_with_its_place() {
    let table = "name,organizationId,brand,manager,limit,vip,since,code,marketingOptOutRequested\n\
                 Acme,0,,nobody,1,maybe,1/2/26,abc,2026-02-30\n\
                 ok,,Ok,,,,,,\n\
                 ok,3,Ok,nobody,,,,,\n\
                 late,3,L,a@b.example,1000,true,2026-01-01,AB,2026-01-01\n";
    assert_eq!(
        wrong(&project(), table, false),
        [
            "2:1 RC007 `Acme` is no name for a manifest",
            "2:6 RC013 the number has to be from 1 to 9007199254740992",
            "2:8 RC032 `brand` is empty, and the template requires it",
            "2:9 RC033 `manager` is an e-mail address, and `nobody` is not one",
            "2:16 RC033 `limit` can't be `1`",
            "2:18 RC033 `vip` is `true` or `false`, and `maybe` is not one",
            "2:24 RC033 `since` is a date, and `1/2/26` is not one",
            "2:31 RC033 `code` can't be `abc`",
            "2:35 RC017 `2026-02-30` is not a date",
            "3:4 RC011 `organizationId` is empty",
            "4:1 RC008 two rows are called `ok`",
            "4:9 RC033 `manager` is an e-mail address, and `nobody` is not one",
            "5:6 RC110 two rows are organization 3",
        ]
    );
    let said = onboarded(&project(), table, false).diagnostics;
    let said = manifest::text(&said, false);
    assert!(said.contains("clients.csv:3:4"), "{said}");
    assert!(said.contains("rolecall can't sign an organization up"), "{said}");
    assert!(said.contains("ok,,Ok"), "the line itself is shown: {said}");
}

#[test]
fn columns_are_known_and_there_once() {
    assert_eq!(
        wrong(&project(), "nmae,brand,brand,x\na,b,c,d\n", false),
        [
            "1:1 RC011 there is no column `organizationId`",
            "1:1 RC031 there is no column `nmae`",
            "1:12 RC111 there are two columns `brand`",
            "1:18 RC031 there is no column `x`",
        ]
    );
    assert_eq!(
        wrong(&project(), "name,organizationId\na,1\n", false),
        ["1:1 RC032 there is no column for the template's `brand`"]
    );
    assert_eq!(
        wrong(&project(), "name,organizationId,brand,\na,1,A,x\n", false),
        ["2:7 RC031 the column of this value has no name"]
    );
    assert_eq!(
        wrong(&project(), "name,organizationId,brand\na,1,A\nb,2\n", false),
        ["3:1 RC013 the row has 2 cells, and the header has 3"]
    );
    assert_eq!(wrong(&project(), "", false), ["1:1 RC011 the table is empty"]);
    // A title, another separator, no header at all, or no table: one cause, told once.
    for table in [
        "Clients 2026,,\nname,organizationId,brand\na,1,A\n",
        "name|organizationId|brand\na|1|A\n",
        "sep=;\nname,organizationId,brand\na,1,A\n",
        "a,1,A\n",
        "# by hand\nname,organizationId,brand\n",
        "| name | organizationId | brand |\n|---|---|---|\n",
        "[{\"name\": \"a\"}]",
        "<html><table><tr><td>name</td></tr></table></html>",
    ] {
        let told = wrong(&project(), table, false);
        let [told] = told.as_slice() else { panic!("{table:?}: {told:?}") };
        assert!(told.ends_with(":1 RC011 the first line names no column that there is"), "{told}");
    }
    let said = || manifest::text(&onboarded(&project(), "a,1,A\n", false).diagnostics, false);
    assert!(said().contains(
        "it has to be like `name,organizationId,marketingOptOutRequested,credentials,brand,"
    ));
    // The header of a spreadsheet ends with separators, where its rows don't.
    assert_eq!(texts("name,organizationId,brand,,\na,1,A\n").len(), 1);
}

#[test]
fn what_a_spreadsheet_did_to_a_cell_is_told() {
    let with = |cells: &str| {
        wrong(&project(), &format!("name,organizationId,brand,since,vip\na,{cells}\n"), false)
    };
    for (cells, told) in [
        ("2.40107E+05,A,,", "2:3 RC012 `2.40107E+05` is not the whole number"),
        ("\"2,40107E+15\",A,,", "2:3 RC012 `2,40107E+15` is not the whole number"),
        ("240107.0,A,,", "2:3 RC012 `240107.0` is not a whole number"),
        ("\"240,107\",A,,", "2:3 RC012 `240,107` is not a whole number"),
        ("'240107,A,,", "2:3 RC012 `'240107` is not a whole number"),
        ("1,#REF!,,", "2:5 RC013 `#REF!` is an error of the spreadsheet"),
        ("1,#BEZUG!,,", "2:5 RC013 `#BEZUG!` is an error of the spreadsheet"),
        ("1,#NAME?,,", "2:5 RC013 `#NAME?` is an error of the spreadsheet"),
        ("#N/A,A,,", "2:3 RC013 `#N/A` is an error of the spreadsheet"),
        ("1,A,01.12.2026,", "2:7 RC033 `since` is a date, and `01.12.2026` is not one"),
        ("1,A,12/1/2026,", "2:7 RC033 `since` is a date, and `12/1/2026` is not one"),
        ("1,A,46357,", "2:7 RC033 `since` is a date, and `46357` is not one"),
        ("1,A,,WAHR", "2:8 RC033 `vip` is `true` or `false`, and `wahr` is not one"),
        ("1, \"A, B\",,", "2:5 RC001 a quote stands behind a space, where it has no meaning"),
    ] {
        assert_eq!(with(cells), [told], "{cells}");
    }
    for brand in ["#1 Shop!", "#", "#!", "Hungry?", "=A1", "2E+3", "C#"] {
        assert_eq!(
            texts(&format!("name,organizationId,brand\na,1e5,{brand}\n")).len(),
            1,
            "{brand}"
        );
    }
}

#[test]
fn nobody_is_onboarded_twice() {
    let table = "name,organizationId,brand\na,1,A\na,2,B\nb,1,C\n";
    assert_eq!(
        wrong(&project(), table, false),
        ["3:1 RC008 two rows are called `a`", "4:3 RC110 two rows are organization 1",]
    );
    let mut files = project();
    files.push(file("clients/acme.yaml", ACME));
    files.push(file(
        "elsewhere.yaml",
        "apiVersion: rolecall/v1\nkind: Organization\nmetadata: {name: other}\nspec: {id: 8, users: []}\n",
    ));
    let table = "name,organizationId,brand\nacme,9,A\nother,10,B\nc,7,C\nd,8,D\n";
    assert_eq!(
        wrong(&files, table, false),
        [
            "2:1 RC008 the Client `acme` is there already, and its file says otherwise",
            "3:1 RC008 the Organization `other` is there already",
            "4:3 RC110 organization 7 is `acme` already",
            "5:3 RC110 organization 8 is `other` already",
        ]
    );
}

#[test]
fn what_is_there_stays_or_is_replaced_where_nothing_gets_lost() {
    let row = "name,organizationId,brand\nacme,7,Acme\n";
    let same = texts(row).remove(0);
    let with = |text: &str| {
        let mut files = project();
        files.push(file("clients/acme.yaml", text));
        files
    };
    assert_eq!(onboarded(&with(&same), row, false).clients[0].change, Change::Same);
    let without = |text: &str, field: &str| -> String {
        text.split_inclusive('\n').filter(|line| !line.contains(field)).collect()
    };
    let with_credentials = without(ACME, "marketingOptOutRequested");
    let plain = without(&with_credentials, "credentials");
    let change = onboarded(&with(&plain), row, true).clients.remove(0).change;
    assert_eq!(change, Change::Replaces { old: plain.clone() });
    let noted = format!("# by hand\n{plain}");
    let changed = onboarded(&with(&noted), row, true).clients.remove(0).text;
    let parameters = "  parameters: {brand: Acme}\n";
    assert_eq!(changed, format!("# by hand\n{}{parameters}", without(&plain, "parameters")));
    for (text, why) in [
        (
            format!("{plain}  overlay: {{timezone: UTC}}\n")
                .replace("timezone: UTC", "departures: []"),
            "has an overlay",
        ),
        (
            format!(
                "{plain}---\napiVersion: rolecall/v1\nkind: Group\nmetadata: {{name: g}}\nspec: {{users: []}}\n"
            ),
            "has other manifests in it",
        ),
        (plain.replace("organizationId: 7", "organizationId: 70"), "is about another organization"),
        (ACME.to_owned(), "says `marketingOptOutRequested` and its row doesn't"),
        (with_credentials, "says `credentials` and its row doesn't"),
    ] {
        let wanted = format!("2:1 RC008 the file of `acme` {why}, which this would lose");
        assert_eq!(wrong(&with(&text), row, true), [wanted], "{text}");
    }
    let mut files = project();
    files.push(file("old/acme.yaml", ACME));
    assert_eq!(wrong(&files, row, true), ["2:1 RC008 the Client `acme` is there already"]);
    assert_eq!(
        wrong(&with("a: b\n"), row, true),
        ["2:1 RC008 clients/acme.yaml is there, and no client `acme` is in it"]
    );
}

#[test]
fn what_is_wrong_only_with_the_whole_shows_the_row() {
    let made = onboarded(&project(), "name,organizationId,brand,credentials\na,1,A,nope\n", false);
    assert!(made.clients.is_empty());
    let said = manifest::text(&made.diagnostics, false);
    assert!(said.contains("there is no credential `nope`"), "{said}");
    assert!(
        said.contains("clients.csv:2:1") && said.contains("it is made from this row"),
        "{said}"
    );
}

#[test]
fn until_when_invitations_are_held_is_known() {
    let table = "name,organizationId,brand,marketingOptOutRequested\na,1,A,2026-11-20\nb,2,B,\n";
    let clients = onboarded(&project(), table, false).clients;
    assert_eq!(clients[0].free_from.unwrap().to_string(), "2026-12-01");
    assert_eq!((clients[1].free_from, clients[1].asked), (None, None));
}
