extension PullRequest {
    public func json() -> JSONValue {
        .members([
            ("scope", .string(scope.name)),
            ("epoch", .identifier(epoch)),
            ("cursor", .unsigned(cursor)),
            ("base", base.json),
            ("own", .head(own)),
            ("bytes_max", .unsigned(bytesMax)),
        ])
    }
}

extension PullRequest.Base {
    fileprivate var json: JSONValue {
        switch self {
        case .sequence(let sequence): .members([("sequence", .unsigned(sequence))])
        case .vector(let vector): .members([("vector", .vector(vector))])
        }
    }
}

extension PullResponse {
    public func json() -> JSONValue {
        switch self {
        case .page(let page): .members([("page", page.json())])
        case .epochChanged(let epoch): .members([("epoch_changed", .identifier(epoch))])
        }
    }
}

extension PullPage {
    public func json() -> JSONValue {
        .members([
            ("epoch", .identifier(epoch)),
            ("from", .unsigned(from)),
            ("to", .unsigned(to)),
            ("is_last", .boolean(isLast)),
            ("feed", .list(feed, JSONValue.segment)),
            ("rows", .list(rows) { .row($0.record, frame: $0.frame, extra: $0.extra) }),
            ("forks", .list(forks, JSONValue.fork)),
            ("own", .answer(own)),
            ("digest", .optional(digest, JSONValue.hash)),
        ])
    }
}
