/// The limits of the protocol, each in the unit that its name ends with.
public enum WireLimits {
    /// A pull page's records; a page may exceed it by its last record.
    public static let pageBytesMax = 256 * 1024
    /// A push's changes; a push may exceed it by its last change.
    public static let pushBytesMax = 512 * 1024
    /// The body of one request or response as a receiver accepts it.
    public static let messageBytesMax = 4 * 1024 * 1024
    /// One change: header, salt and body together.
    public static let changeBytesMax = 1024 * 1024
    /// One cell's value.
    public static let valueBytesMax = 256 * 1024
    /// One cell's sub-key.
    public static let cellSubkeyBytesMax = 512
    /// Cells written by one change, live writes in one record.
    public static let cellsMax = 16_384
    /// Parents of a change, dots replaced by one write.
    public static let dotsMax = 4096
    /// Entries of one vector, heads of one comparison.
    public static let replicasMax = 100_000
    /// Changes, rows or tags in one message.
    public static let itemsMax = 100_000
    /// Scopes in one message.
    public static let scopesMax = 1000
    /// Chain tags asked for at once.
    public static let tagsMax = 4096
    /// A note's UTF-8 bytes.
    public static let noteBytesMax = 4096
    /// Renamings of one change.
    public static let renamesMax = 1024
}
