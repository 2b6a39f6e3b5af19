/// Opens every session: for all scopes at once, where the client stands.
public struct HelloRequest: Hashable, Sendable {
    /// One scope's standing.
    public struct Scope: Hashable, Sendable {
        public let scope: ScopeID
        /// Nil before the first session.
        public let epoch: Epoch?
        /// The end of the last complete pull, or within a cut one the end of its last page.
        public let cursor: ServerSequence
        /// The client's own chains that the server has not acknowledged whole in this epoch, and
        /// that of its present identity.
        public let own: [ChainHead]

        public init(scope: ScopeID, epoch: Epoch?, cursor: ServerSequence, own: [ChainHead]) {
            self.scope = scope
            self.epoch = epoch
            self.cursor = cursor
            self.own = own
        }
    }

    /// The versions of the schema and of the directory that the client holds; 0 for none.
    public let schemaVersion: UInt64
    public let directoryVersion: UInt64
    public let scopes: [Scope]

    public init(schemaVersion: UInt64, directoryVersion: UInt64, scopes: [Scope]) {
        self.schemaVersion = schemaVersion
        self.directoryVersion = directoryVersion
        self.scopes = scopes
    }
}

/// The answer to a hello; when nothing is new for either side it is the whole session.
public struct HelloResponse: Hashable, Sendable {
    /// One scope as the server has it.
    public struct Scope: Hashable, Sendable {
        public let scope: ScopeID
        public let epoch: Epoch
        /// The present end of the scope's history.
        public let last: ServerSequence
        /// One for each of the client's own chains.
        public let own: [ChainAnswer]
        /// The digest of the server's state at `last`.
        public let digest: Hash256

        public init(
            scope: ScopeID,
            epoch: Epoch,
            last: ServerSequence,
            own: [ChainAnswer],
            digest: Hash256
        ) {
            self.scope = scope
            self.epoch = epoch
            self.last = last
            self.own = own
            self.digest = digest
        }
    }

    /// The server's wall clock, in milliseconds since 1970: for telling people about skew.
    public let time: Int64
    /// The client's present place in the directory of actors.
    public let actor: UInt32
    /// The schema document and the directory, where the client's version is not the present one.
    public let schema: [UInt8]?
    public let directory: [UInt8]?
    public let scopes: [Scope]

    public init(
        time: Int64,
        actor: UInt32,
        schema: [UInt8]?,
        directory: [UInt8]?,
        scopes: [Scope]
    ) {
        self.time = time
        self.actor = actor
        self.schema = schema
        self.directory = directory
        self.scopes = scopes
    }
}
