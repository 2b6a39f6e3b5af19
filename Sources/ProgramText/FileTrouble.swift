import Foundation
package import Shared

/// Why the system does not read or write a file.
package enum FileTrouble: Error, Equatable {
    /// There is no such file, or no folder to put it into.
    case missing
    case notAllowed
    case isFolder
    case noSpace
    /// Whoever read what is written has ended.
    case readerGone
    /// In the system's own words.
    case other(String)

    /// The cause behind what was thrown by a function for files.
    package init(_ error: any Error) {
        self = Self.number(of: error).map { Self.trouble($0) } ?? Self.trouble(error as NSError)
    }

    /// The reason, to follow what could not be done.
    package var labels: Labels {
        switch self {
        case .missing:
            Labels(
                vi: "không có tệp hoặc thư mục này",
                en: "there is no such file or folder"
            )
        case .notAllowed: Labels(vi: "không được phép", en: "this is not allowed")
        case .isFolder: Labels(vi: "đó là một thư mục", en: "it is a folder")
        case .noSpace: Labels(vi: "ổ đĩa đã đầy", en: "the disk is full")
        case .readerGone: Labels(vi: "bên đọc đã kết thúc", en: "its reader has ended")
        case .other(let reason): Labels(vi: "hệ thống báo: \(reason)", en: reason)
        }
    }
}

extension FileTrouble {
    /// The system's number of the cause; nil where the error does not tell it.
    private static func number(of error: any Error) -> Int32? {
        if let error = error as? POSIXError { return error.code.rawValue }
        let error = error as NSError
        if error.domain == NSPOSIXErrorDomain { return Int32(truncatingIfNeeded: error.code) }
        let cause = error.userInfo[NSUnderlyingErrorKey] as? any Error
        return cause.flatMap { number(of: $0) }
    }

    private static func trouble(_ number: Int32) -> FileTrouble {
        switch number {
        case ENOENT: .missing
        case EACCES, EPERM: .notAllowed
        case EISDIR: .isFolder
        case ENOSPC, EDQUOT: .noSpace
        case EPIPE: .readerGone
        default: .other(unsafe strerror(number).map { unsafe String(cString: $0) } ?? "\(number)")
        }
    }

    /// The cause by Foundation's own kinds, for what tells no number.
    private static func trouble(_ error: NSError) -> FileTrouble {
        switch CocoaError.Code(rawValue: error.code) {
        case .fileNoSuchFile, .fileReadNoSuchFile: .missing
        case .fileReadNoPermission, .fileWriteNoPermission: .notAllowed
        case .fileWriteOutOfSpace: .noSpace
        default: .other(error.localizedDescription)
        }
    }
}
