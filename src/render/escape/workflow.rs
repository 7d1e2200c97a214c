use super::visible;

/// Text as the message of a workflow command. Its line breaks stay line breaks; nothing in it ends the line, so
/// nothing in it begins another command.
pub(crate) fn value(text: &str) -> String {
    let lines: Vec<String> =
        text.split('\n').map(|line| visible(line).replace("\\\\", "\\")).collect();
    escape(&lines.join("\n"))
}

/// Text as a property of a workflow command, where colons and commas end it.
pub(crate) fn property(text: &str) -> String {
    escape(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}

fn escape(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_line_or_the_property() {
        assert_eq!(value("a\r\n::error::b"), "a\\r%0A::error::b");
        assert_eq!(property("a,b:c%\n"), "a%2Cb%3Ac%25\\n");
        assert_eq!(value("a\u{1b}[2J\u{2028}b"), "a\\u{1b}[2J\\u{2028}b");
    }
}
