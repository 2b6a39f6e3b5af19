/// Why a reply does not fit this replica; nothing was changed, and a new export is needed.
package enum BundleRefusal: Error, Hashable, Sendable {
    /// The server has begun another epoch since the export, or this replica has moved to another.
    case otherEpoch
    /// The export was made under another identity.
    case otherIdentity
    /// This replica has been set back to a point before the export.
    case behindExport
}
