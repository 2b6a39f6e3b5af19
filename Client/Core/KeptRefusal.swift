package import Shared

/// A value of an own change that the server refused, kept beside the change in this replica's log.
package struct KeptRefusal: Hashable, Sendable {
    /// What people have done about it.
    package enum State: UInt8, Hashable, Sendable {
        /// It needs a person.
        case open = 0
        /// The field has been written anew on this device since.
        case settled = 1
        /// A person has said that it need not be mended.
        case dropped = 2
    }

    package let key: CellKey
    /// The server's code for the reason.
    package let reason: String
    package var state: State

    package init(key: CellKey, reason: String, state: State = .open) {
        self.key = key
        self.reason = reason
        self.state = state
    }
}

/// An own change of which values were refused.
package struct RefusedChange: Hashable, Sendable {
    package var change: OwnChange
    package var refusals: [KeptRefusal]

    package init(change: OwnChange, refusals: [KeptRefusal]) {
        self.change = change
        self.refusals = refusals
    }

    package var dot: Dot { change.sealed.dot }
    package var isOpen: Bool { refusals.contains { $0.state == .open } }
}

extension [KeptRefusal] {
    /// As a store keeps them: an array of field, sub-key, reason and state of each, all in one.
    package var bytes: [UInt8] {
        var writer = CBORWriter(capacity: count * 32)
        writer.array(count: count * 4)
        for refusal in self {
            writer.unsigned(UInt64(refusal.key.field))
            writer.bytes(refusal.key.sub)
            writer.text(refusal.reason)
            writer.unsigned(UInt64(refusal.state.rawValue))
        }
        return writer.bytes
    }

    package init(bytes: [UInt8]) throws(CBORError) {
        var reader = CBORReader(bytes)
        let count = try reader.arrayCount(limit: WireLimits.itemsMax * 4)
        self = []
        for _ in 0..<count / 4 {
            let start = reader.position
            let field = try reader.unsigned()
            let sub = try reader.bytes(limit: WireLimits.cellSubkeyBytesMax)
            let reason = try reader.text(limit: WireLimits.failureTextBytesMax)
            let state = try reader.unsigned()
            guard let field = UInt16(exactly: field),
                let state = UInt8(exactly: state).flatMap(KeptRefusal.State.init)
            else { throw .unsupported(at: start) }
            append(
                KeptRefusal(key: CellKey(field: field, sub: sub), reason: reason, state: state)
            )
        }
        try reader.finish()
    }
}
