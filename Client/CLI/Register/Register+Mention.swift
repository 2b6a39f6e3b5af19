import Shared

extension Register {
    /// The name of a record that another one refers to; of a deleted one it says that it is.
    func mention(of id: RecordID) -> String {
        let label = label(of: id)
        guard let view = view(id), view.life == .deleted || view.life == .purged else {
            return label
        }
        let collection = view.collection?.labels[language] ?? ""
        return language == .vi
            ? "\(collection) đã xóa (\(label))" : "deleted \(collection.singular) (\(label))"
    }
}

extension String {
    /// Of an English word in the plural, the singular; a rule for the labels of collections.
    fileprivate var singular: String {
        let bytes = Array(utf8)
        if bytes.elementsEqual("series".utf8) { return self }
        if bytes.suffix(3).elementsEqual("ies".utf8) {
            return String(decoding: bytes.dropLast(3), as: UTF8.self) + "y"
        }
        return bytes.last == UInt8(ascii: "s")
            ? String(decoding: bytes.dropLast(), as: UTF8.self) : self
    }
}
