/// Asks for every change of one record.
public struct HistoryRequest: Hashable, Sendable {
    public let scope: ScopeID
    public let record: RecordID

    public init(scope: ScopeID, record: RecordID) {
        self.scope = scope
        self.record = record
    }
}

/// Every change of a record that the server has, oldest first.
public struct HistoryResponse: Hashable, Sendable {
    /// One change and its receipt.
    public struct Item: Hashable, Sendable {
        public let dot: Dot
        public let bytes: ChangeBytes
        public let renames: [Rename]
        /// When the server received it, in milliseconds since 1970.
        public let received: Int64

        public init(dot: Dot, bytes: ChangeBytes, renames: [Rename], received: Int64) {
            self.dot = dot
            self.bytes = bytes
            self.renames = renames
            self.received = received
        }
    }

    public let items: [Item]

    public init(items: [Item]) { self.items = items }
}
