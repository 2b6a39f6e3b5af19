extension CompareRequest {
    public func json() -> JSONValue {
        .members([
            ("scope", .string(scope.name)),
            ("heads", .list(heads, JSONValue.head)),
            ("forks", .list(forks, JSONValue.fork)),
        ])
    }
}

extension CompareResponse {
    public func json() -> JSONValue {
        .members([
            ("epoch", .identifier(epoch)),
            ("answers", .list(answers, JSONValue.answer)),
            ("forks", .list(forks, JSONValue.fork)),
            ("vector", .vector(vector)),
        ])
    }
}

extension ChainRequest {
    public func json() -> JSONValue {
        .members([
            ("scope", .string(scope.name)),
            ("replica", .identifier(replica)),
            ("first", .unsigned(first)),
            ("last", .unsigned(last)),
        ])
    }
}

extension ChainResponse {
    public func json() -> JSONValue {
        .members([
            ("epoch", .identifier(epoch)),
            ("tags", .list(tags, JSONValue.tag)),
        ])
    }
}
