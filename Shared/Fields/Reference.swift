/// A pointer to a record; the record may not be here yet.
public struct Reference: Hashable, Sendable {
    /// The number of the record's collection in the schema.
    public let collection: UInt16
    public let record: RecordID

    public init(collection: UInt16, record: RecordID) {
        self.collection = collection
        self.record = record
    }

    /// `partners/01JD…`; a collection that `schema` does not know is written as its number.
    public func text(in schema: Schema) -> String {
        let name = schema.collection(number: collection)?.id ?? collection.description
        return name + "/" + record.text
    }

    /// Two bytes of the collection, then the record's id: the key of a set's element.
    var key: [UInt8] {
        [UInt8(truncatingIfNeeded: collection >> 8), UInt8(truncatingIfNeeded: collection)]
            + record.bytes
    }
}
