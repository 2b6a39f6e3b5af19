extension WireFailure {
    /// `{"error": {"code", "message", "field", "hint"}}`, as the commands print it.
    public func json() -> JSONValue {
        .members([
            (
                "error",
                .members([
                    ("code", .string(code)),
                    ("message", .string(message)),
                    ("field", .optional(field) { .string($0) }),
                    ("hint", .optional(hint) { .string($0) }),
                ])
            )
        ])
    }
}
