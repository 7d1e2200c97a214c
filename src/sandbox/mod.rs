//! The embedded platform: state, rules, HTTP server, faults. The core never uses it.
