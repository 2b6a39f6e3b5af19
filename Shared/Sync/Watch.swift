/// The answer to a device that waits for news, asked with a hello: sent as soon as there is any.
public struct WatchResponse: Hashable, Sendable {
    /// Whether a session is worth it; false when the server has waited long enough.
    public let hasNews: Bool

    public init(hasNews: Bool) { self.hasNews = hasNews }
}
