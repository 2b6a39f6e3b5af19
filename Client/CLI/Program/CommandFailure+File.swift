import Foundation
import ProgramText
import Shared

extension CommandFailure {
    /// Of what Foundation threw about a file; nil where `error` names none.
    package init?(ofFile error: any Error) {
        let known = error as NSError
        guard known.domain == NSCocoaErrorDomain,
            let path = known.userInfo[NSFilePathErrorKey] as? String
        else { return nil }
        let reason = FileTrouble(error).labels
        self.init(
            code: "file_failed",
            Labels(vi: "\(path): \(reason.vi)", en: "\(path): \(reason.en)")
        )
    }
}
