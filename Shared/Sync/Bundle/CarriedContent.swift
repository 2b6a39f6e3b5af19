// What a bundle carries, inside its encryption: the messages of a session, as they would have travelled.
//
//   request = [1, hello's request, [[push's request, pull's request]…]]
//   reply   = [1, hello's response, [[scope, head, push's response, pull's page, vector]…]]

/// What a device would send, and where it stands.
public struct CarriedRequest: Hashable, Sendable {
    /// One scope's part.
    public struct Scope: Hashable, Sendable {
        /// The changes without a receipt, ready to be pushed.
        public let push: PushRequest
        /// Where the device stands, asking for everything after it.
        public let pull: PullRequest

        public init(push: PushRequest, pull: PullRequest) {
            self.push = push
            self.pull = pull
        }
    }

    /// The versions of the schema and of the directory that the device holds.
    public let hello: HelloRequest
    public let scopes: [Scope]

    public init(hello: HelloRequest, scopes: [Scope]) {
        self.hello = hello
        self.scopes = scopes
    }
}

/// The server's answer to a ``CarriedRequest``.
public struct CarriedReply: Hashable, Sendable {
    /// One scope's part.
    public struct Scope: Hashable, Sendable {
        public let scope: ScopeID
        /// The device's own chain as it stood at the export; the reply fits no other.
        public let own: ChainHead
        public let push: PushResponse
        /// Everything from the device's place to the end of the history.
        public let page: PullPage
        /// What the server's state covers at the page's end.
        public let vector: VersionVector

        public init(
            scope: ScopeID,
            own: ChainHead,
            push: PushResponse,
            page: PullPage,
            vector: VersionVector
        ) {
            self.scope = scope
            self.own = own
            self.push = push
            self.page = page
            self.vector = vector
        }
    }

    /// The schema and the directory where the device's are old ones.
    public let hello: HelloResponse
    public let scopes: [Scope]

    public init(hello: HelloResponse, scopes: [Scope]) {
        self.hello = hello
        self.scopes = scopes
    }
}

extension CarriedRequest {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.message(fields: 2)
        writer.bytes(hello.encoded())
        writer.list(scopes) { writer, scope in
            writer.array(count: 2)
            writer.bytes(scope.push.encoded())
            writer.bytes(scope.pull.encoded())
        }
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 2)
        let limit = BundleFile.contentBytesMax
        self.init(
            hello: try HelloRequest(encoded: try reader.bytes(limit: limit)),
            scopes: try reader.list(limit: WireLimits.scopesMax) { reader throws(CBORError) in
                try reader.fields(2)
                return Scope(
                    push: try PushRequest(encoded: try reader.bytes(limit: limit)),
                    pull: try PullRequest(encoded: try reader.bytes(limit: limit))
                )
            }
        )
        try reader.finish()
    }
}

extension CarriedReply {
    public func encoded() -> [UInt8] {
        var writer = CBORWriter()
        writer.message(fields: 2)
        writer.bytes(hello.encoded())
        writer.list(scopes) { writer, scope in
            writer.array(count: 5)
            writer.scope(scope.scope)
            writer.head(scope.own)
            writer.bytes(scope.push.encoded())
            writer.bytes(scope.page.encoded())
            writer.vector(scope.vector)
        }
        return writer.bytes
    }

    public init(encoded: [UInt8]) throws(CBORError) {
        var reader = CBORReader(encoded)
        try reader.message(fields: 2)
        let limit = BundleFile.contentBytesMax
        self.init(
            hello: try HelloResponse(encoded: try reader.bytes(limit: limit)),
            scopes: try reader.list(limit: WireLimits.scopesMax) { reader throws(CBORError) in
                try reader.fields(5)
                return Scope(
                    scope: try reader.scope(),
                    own: try reader.checkedHead(),
                    push: try PushResponse(encoded: try reader.bytes(limit: limit)),
                    page: try PullPage(encoded: try reader.bytes(limit: limit)),
                    vector: try reader.vector()
                )
            }
        )
        try reader.finish()
    }
}
