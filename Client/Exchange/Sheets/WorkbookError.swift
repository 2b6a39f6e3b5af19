/// Why a file cannot be read as a workbook.
package enum WorkbookError: Error, Equatable {
    /// libarchive, which opens such files, is not installed.
    case noLibrary
    /// An old binary workbook (.xls), or one that is locked with a password.
    case oldOrLocked
    /// A file of another kind: no zip archive.
    case notAWorkbook
    /// A damaged archive, or nothing at all.
    case damaged
    /// A part of it is larger than is read once it is unpacked.
    case tooLarge(part: String, bytesMax: Int)
    /// A part that must be there is not, or is no XML.
    case badPart(String)
    /// There is no sheet of this name.
    case noSheet(String, others: [String])
    case table(TableError)
}
