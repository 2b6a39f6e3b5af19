extension Simulation {
    /// What must happen sometimes: a test that never meets it proves nothing about it.
    package static let worthSeeing = [
        "answer lost", "bundle answered", "bundle refused", "chains diverged", "clock set",
        "cloned",
        "held change accepted", "held change rejected", "identity renewed", "page before the last",
        "purged", "record changed on a device", "record lost on a device",
        "record lost on the server", "record merged", "reply imported", "reply refused",
        "request lost",
        "restored device", "review put off", "revoked", "ruling", "saved create", "saved delete",
        "saved edit", "saved restore", "schema changed", "server restored", "session complete",
        "session held",
        "state needed", "state offered", "twins raced", "write refused",
    ]
}
