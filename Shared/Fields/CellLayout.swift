/// How the fields of a record lie in its cells.
///
/// | field | cell's sub-key | cell's value |
/// |---|---|---|
/// | single value | none | the value, or null where it was cleared |
/// | localised text | the language's code | text or null |
/// | long text | none | ``LongText`` or null |
/// | set | the element's key | the element |
/// | log | `state\|effective` | [state, effective or null, notes or null] |
/// | claims | eight bytes, the claim's id | map of the claim's parts |
/// | claims, withdrawn | the id and `w` | true |
/// | claims, preferred | none | the id's eight bytes, or null |
/// | counter | eight random bytes | integer: one increment |
///
/// A value is CBOR: a boolean; for a reference [collection, sixteen bytes of the record's id]; for
/// everything else the text of its canonical form. An element of parts is a map from part to value,
/// its keys in canonical order. Clearing writes null, which is a value: so clearing against setting
/// is a conflict. Removing an element is a write without value: so adding wins. Several notes of one
/// log entry are lines of one text.
///
/// An element's key is its canonical UTF-8 if that has at most ``plainKeyBytesMax`` bytes, else the
/// ``Fingerprint`` of it; for a reference two bytes of the collection and the record's id; for an
/// element of parts the fingerprint of its canonical CBOR.
public enum CellLayout {
    /// The longest text that is its own key.
    public static let plainKeyBytesMax = 64
    /// The length of claims' ids and of increments' keys.
    public static let randomKeyBytes = 8
    /// What follows a claim's id in the cell that says it was withdrawn.
    static let withdrawnMark = UInt8(ascii: "w")

    public static func language(_ code: String, of field: UInt16) -> CellKey {
        CellKey(field: field, sub: Array(code.utf8))
    }

    /// The cell of a set's element.
    public static func element(_ element: SetElement, of field: UInt16) -> CellKey {
        CellKey(field: field, sub: element.key)
    }

    /// The cell of a log's entry.
    public static func entry(_ state: String, _ effective: String?, of field: UInt16) -> CellKey {
        var sub = Array(state.utf8)
        sub.append(UInt8(ascii: "|"))
        if let effective { sub.append(contentsOf: effective.utf8) }
        return CellKey(field: field, sub: sub)
    }

    public static func claim(_ id: ClaimID, of field: UInt16) -> CellKey {
        CellKey(field: field, sub: id.bytes)
    }

    /// The cell that says that a claim was withdrawn.
    public static func withdrawal(of id: ClaimID, in field: UInt16) -> CellKey {
        CellKey(field: field, sub: id.bytes + [withdrawnMark])
    }

    /// The cell that says which claim is preferred.
    public static func preferred(of field: UInt16) -> CellKey { CellKey(field: field) }

    public static func increment(_ key: UInt64, of field: UInt16) -> CellKey {
        CellKey(field: field, sub: ClaimID(rawValue: key).bytes)
    }

    /// The value of a cell that was cleared.
    public static let null: ArraySlice<UInt8> = [0xF6]
}
