import Shared

/// Why a file is no IATI file that can be read.
package enum IATIFileError: Error, Equatable {
    case xml(XMLError)
    /// The file is XML, with this root.
    case otherRoot(String)
}

/// One activity, or one organisation, of a file.
package struct IATIItem {
    package let element: XMLElement
    /// What in it is not as the standard has it.
    package let problems: [IATIProblem]
}

/// Reads IATI 2.03 files of activities and of organisations, item by item.
package enum IATIReader {
    /// Reads the items of a file in their order.
    ///
    /// What comes before a mistake in the XML is read; the mistake is told in the end.
    package static func read(_ bytes: [UInt8], _ visit: (IATIItem) -> Void) throws(IATIFileError) {
        try withoutActuallyEscapingResult(visit) { visit in
            let builder = XMLElementBuilder(depth: 1) { element in
                guard ["iati-activity", "iati-organisation"].contains(element.name) else { return }
                var check = IATICheck()
                check.check(element, in: "")
                visit(IATIItem(element: element, problems: check.problems))
            }
            var problem: XMLError?
            do throws(XMLError) {
                try XMLReader.read(bytes, to: builder)
            } catch {
                problem = error
            }
            let root = builder.root?.name
            if let root, !["iati-activities", "iati-organisations"].contains(root) {
                return .failure(.otherRoot(root))
            }
            return problem.map { .failure(.xml($0)) } ?? .success(())
        }
    }

    /// Reads one item that was kept as text.
    package static func item(_ text: String) -> XMLElement? {
        var found: XMLElement?
        let builder = XMLElementBuilder(depth: 0) { found = $0 }
        try? XMLReader.read(Array(text.utf8), to: builder)
        return found
    }

    private static func withoutActuallyEscapingResult(
        _ visit: (IATIItem) -> Void,
        _ body: (@escaping (IATIItem) -> Void) -> Result<Void, IATIFileError>
    ) throws(IATIFileError) {
        try withoutActuallyEscaping(visit) { body($0) }.get()
    }
}
