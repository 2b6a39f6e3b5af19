extension HelloRequest {
    public func json() -> JSONValue {
        .members([
            ("schema_version", .unsigned(schemaVersion)),
            ("directory_version", .unsigned(directoryVersion)),
            ("scopes", .list(scopes, Self.json)),
        ])
    }

    private static func json(_ scope: Scope) -> JSONValue {
        .members([
            ("scope", .string(scope.scope.name)),
            ("epoch", .optional(scope.epoch) { .identifier($0) }),
            ("cursor", .unsigned(scope.cursor)),
            ("own", .list(scope.own, JSONValue.head)),
        ])
    }
}

extension WatchResponse {
    public func json() -> JSONValue { .members([("has_news", .boolean(hasNews))]) }
}

extension HelloResponse {
    public func json() -> JSONValue {
        .members([
            ("time", .integer(time)),
            ("actor", .unsigned(UInt64(actor))),
            ("schema", .optional(schema, JSONValue.content)),
            ("directory", .optional(directory, JSONValue.content)),
            ("scopes", .list(scopes, Self.json)),
        ])
    }

    private static func json(_ scope: Scope) -> JSONValue {
        .members([
            ("scope", .string(scope.scope.name)),
            ("epoch", .identifier(scope.epoch)),
            ("last", .unsigned(scope.last)),
            ("own", .list(scope.own, JSONValue.answer)),
            ("digest", .hash(scope.digest)),
        ])
    }
}
