/// The requests that the service answers; each is a path under `/v1/`.
package enum Route: String, CaseIterable, Sendable {
    case hello, watch, compare, chain, push, pull, history, digests, enroll, readmit, bundle

    /// Whether answering never writes.
    package var isReadOnly: Bool {
        switch self {
        case .hello, .watch, .chain, .pull, .history, .digests: true
        case .compare, .push, .enroll, .readmit, .bundle: false
        }
    }

    /// Whether the caller must show a token.
    package var needsToken: Bool { self != .enroll }
}
