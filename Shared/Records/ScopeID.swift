/// The unit of replication and of rights: a scope is replicated whole or not at all.
///
/// Names are `common`, `space/…`, `restricted/…` and `personal/…`: lower-case ASCII letters, digits,
/// `-`, `_` and `/`, 1…64 bytes.
public struct ScopeID: Hashable, Sendable {
    public let name: String

    public static let common = ScopeID(unchecked: "common")

    /// Nil when `name` is not of the form that scopes have.
    public init?(_ name: String) {
        let isAllowed = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x30...0x39, 0x2D, 0x5F, 0x2F: true
            default: false
            }
        }
        guard isAllowed, !name.utf8.isEmpty, name.utf8.count <= 64 else { return nil }
        self.name = name
    }

    private init(unchecked name: String) { self.name = name }
}
