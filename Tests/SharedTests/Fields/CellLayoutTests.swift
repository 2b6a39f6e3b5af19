import Shared
import Testing

/// Keys and values of cells: they are stored for ever, so they are fixed here byte by byte.
struct CellLayoutTests {
    @Test(arguments: [
        ("", "6c62272e07bb014262b821756295c58d"),
        ("a", "d228cb696f1a8caf78912b704e4a8964"),
        ("foobar", "343e1662793c64bf6f0d3597ba446f18"),
    ])
    func `fingerprints are those of FNV-1a with 128 bits`(text: String, expected: String) {
        #expect(hexadecimal(Fingerprint(of: text.utf8).bytes) == expected)
    }

    @Test(arguments: [
        (UInt64(0), "0000000000000"), (1, "0000000000001"), (32, "0000000000010"),
        (.max, "FZZZZZZZZZZZZ"),
    ])
    func `a claim's id has thirteen characters`(value: UInt64, text: String) {
        let id = ClaimID(rawValue: value)
        #expect(id.text == text && ClaimID(text: text) == id && ClaimID(bytes: id.bytes) == id)
        #expect(ClaimID(text: text.lowercased()) == id)
    }

    @Test(arguments: ["", "000000000000", "00000000000000", "G000000000000", "000000000000U"])
    func `what is no claim's id is refused`(text: String) {
        #expect(ClaimID(text: text) == nil)
    }

    @Test func `an id reads back from its text, whatever it is`() {
        for seed in 0..<1000 {
            var random = SeededRandom(seed: UInt64(seed))
            let id = ClaimID(rawValue: random.next())
            #expect(ClaimID(text: id.text) == id && ClaimID(bytes: id.bytes) == id, "seed \(seed)")
        }
    }

    struct Cell: CustomTestStringConvertible, Sendable {
        let entry: String
        let collection: String
        let cell: String

        var testDescription: String { entry }
    }

    /// The map of `text` b and `lang` vi in canonical order.
    static let alias: [UInt8] =
        [0xA2, 0x64] + Array("lang".utf8) + [0x62] + Array("vi".utf8) + [0x64]
        + Array("text".utf8) + [0x61] + Array("b".utf8)

    static let long = String(repeating: "a", count: 65)

    @Test(arguments: [
        Cell(entry: "abbr=WEF", collection: "partners", cell: "33// 63574546"),
        Cell(entry: "name=a", collection: "partners", cell: "32/7669/ 6161"),
        Cell(entry: "tags=a", collection: "partners", cell: "6/61/ 6161"),
        Cell(
            entry: "tags=" + long,
            collection: "partners",
            cell: "6/\(hex(Fingerprint(of: long.utf8).bytes))/ 7841\(hex(Array(long.utf8)))"
        ),
        Cell(
            entry: "parent=partners/00000000000000000000000001",
            collection: "partners",
            cell: "46// 82025000000000000000000000000000000001"
        ),
        Cell(
            entry: "predecessors=partners/00000000000000000000000001",
            collection: "partners",
            cell: """
                47/000200000000000000000000000000000001/ \
                82025000000000000000000000000000000001
                """
        ),
        Cell(
            entry: "aliases=b;lang=vi",
            collection: "partners",
            cell: """
                34/\(hex(Fingerprint(of: alias).bytes))/ \(hex(alias))
                """
        ),
        Cell(entry: "is_programme=yes", collection: "projects", cell: "35// f5"),
        Cell(
            entry: "state=drafted;effective=2025;note=n",
            collection: "agreements",
            cell: "47/647261667465647c32303235/ 83676472616674656464323032 35616e"
        ),
        Cell(
            entry: "state=drafted",
            collection: "agreements",
            cell: "47/647261667465647c/ 836764726166746564f6f6"
        ),
        Cell(entry: "notes=a", collection: "agreements", cell: "8// 816161"),
    ])
    func `an entry lies in its cell as the layout says`(_ row: Cell) throws {
        var world = try FieldWorld(row.collection)
        let draft = try world.draft([row.entry], on: nil)
        let cells = draft.cells.map { cell in
            "\(cell.key.field)/\(hexadecimal(cell.key.sub))/\(hexadecimal(Array(cell.value ?? [])))"
        }
        let wanted = row.cell.filter { $0 != " " }
        #expect(cells == [wanted])
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String { Self.hex(bytes) }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
