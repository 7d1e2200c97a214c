//! Plans as text, JSON, Markdown, HTML and Mermaid. Returns strings; never prints.
