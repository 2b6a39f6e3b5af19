import Foundation
import Shared

/// That the server lets this device in no more, as a sync has learnt: kept beside the replica, so that it
/// is told without a network.
struct WithdrawnAccess {
    /// When a sync was first refused for it, in milliseconds since 1970.
    let since: Int64

    private static let fileName = "withdrawn.json"
    private static let key = "since"

    /// What the last sync has learnt; nil where the device is let in, or nothing else is known.
    init?(in folder: String) {
        guard let since = BesideDocument.read(Self.fileName, in: folder)?[Self.key]?.integer else {
            return nil
        }
        self.since = since
    }

    /// Keeps what a session has learnt of it.
    static func note(_ ending: SyncSession.Ending, at now: Int64, in folder: String) {
        let isKnown = WithdrawnAccess(in: folder) != nil
        switch ending {
        case .held where !isKnown:
            let document = JSONValue.object([.init(key: key, value: .integer(now))])
            BesideDocument.keep(document, as: fileName, in: folder)
        case .complete where isKnown:
            try? FileManager.default.removeItem(atPath: folder + "/" + fileName)
        default: break
        }
    }
}
