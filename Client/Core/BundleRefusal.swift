/// Why a reply does not fit this replica; nothing was changed.
///
/// A new export helps only where the replica's chains are as the server knows them; otherwise a session
/// over a network has to compare them first.
package enum BundleRefusal: Error, Hashable, Sendable {
    /// The server has begun another epoch since the export, or this replica has moved to another.
    case otherEpoch
    /// The export was made under another identity.
    case otherIdentity
    /// This replica has been set back to a point before the export.
    case behindExport
}
