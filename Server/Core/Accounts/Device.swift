package import Shared

/// One enrolled device; never removed, as the replicas it wrote under are its own.
package struct Device: Hashable, Sendable {
    /// Whether the device is let in; times are milliseconds since 1970.
    package enum State: Hashable, Sendable {
        case active
        /// Access was withdrawn at `at`. What the device signed since `lostSince` may be somebody
        /// else's.
        case revoked(at: Int64, lostSince: Int64?)
    }

    package let id: RecordID
    /// As its owner calls it: one line in NFC.
    package let name: String
    package let person: RecordID
    /// The actor as which it writes now.
    package var actor: UInt32
    /// Ed25519, 32 bytes; no two devices have the same.
    package let signingKey: [UInt8]
    /// X25519, 32 bytes.
    package let agreementKey: [UInt8]
    /// The hash of its access token.
    package var tokenHash: Hash256
    package var state: State
    /// When it was enrolled, in milliseconds since 1970.
    package let enrolledAt: Int64
    /// When it last synchronised, in milliseconds since 1970; nil before the first time.
    package var lastSync: Int64?
    /// How far into the history of scope `common` it was then.
    package var lastSequence: ServerSequence?

    package init(
        id: RecordID,
        name: String,
        person: RecordID,
        actor: UInt32,
        signingKey: [UInt8],
        agreementKey: [UInt8],
        tokenHash: Hash256,
        state: State = .active,
        enrolledAt: Int64,
        lastSync: Int64? = nil,
        lastSequence: ServerSequence? = nil
    ) {
        self.id = id
        self.name = name
        self.person = person
        self.actor = actor
        self.signingKey = signingKey
        self.agreementKey = agreementKey
        self.tokenHash = tokenHash
        self.state = state
        self.enrolledAt = enrolledAt
        self.lastSync = lastSync
        self.lastSequence = lastSequence
    }

    package var isActive: Bool { state == .active }
}
