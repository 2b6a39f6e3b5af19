import Shared

/// A deadline that is on another day than before, or not to be thought of any more.
struct MovedReminder {
    let record: Reference
    /// What the record is called.
    var label: String
    /// Tells the deadline apart from others of its record: `notice`, `expiry`.
    let key: String
    let what: Labels
    let was: PartialDate
    /// Nil where it fell away.
    var now: PartialDate?
    /// Nil where nothing tells.
    var cause: Cause?

    /// So many are told one by one after a session; the digest tells of all.
    static let shownMax = 5
    /// Of so many at most the server is asked for what its author noted.
    static let notesMax = 20
}

extension MovedReminder {
    /// What somebody did that moved it.
    struct Cause {
        enum Act {
            /// A value, as people read it.
            case wrote(String)
            case cleared
            /// Something that is no single value; or the value is not known any more.
            case changed
            /// Put records together, or took them apart again.
            case merged
            case deleted
        }

        /// Where a change is found.
        struct Place {
            let scope: ScopeID
            let record: RecordID
            let dot: Dot
        }

        let act: Act
        /// The field's id; `@` for the record as a whole.
        let field: String
        /// The author's place in the directory of actors; 0 is the server.
        let actor: UInt32
        /// Nil for the server, and for whom this device does not know.
        var author: Directory.Entry?
        /// Nil where that is not known any more.
        let place: Place?
        /// Why, in the author's words.
        var note: String?
    }
}
