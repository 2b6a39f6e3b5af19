import Foundation
import ServerCore
import Shared
import Testing

/// The example exchange of `docs/protocol.md` is what both sides of this program say.
struct ProtocolExampleTests {
    @Test(arguments: 0..<ExampleExchange.routes.count)
    func `a step of the document's exchange is said byte for byte`(number: Int) throws {
        let steps = try ExampleExchange.steps()
        let written = try ExampleDocument.steps()
        #expect(steps.count == ExampleExchange.routes.count)
        let step = steps[number]
        try #require(
            written.count == steps.count,
            "docs/protocol.md must have these:\n\(steps.map { $0.text }.joined())"
        )
        #expect(written[number] == step.blocks, "docs/protocol.md must say:\n\(step.text)")
    }

    @Test(arguments: 0..<ExampleExchange.routes.count)
    func `the server core answers the document's requests with the document's answers`(
        number: Int
    ) throws {
        let written = try ExampleDocument.steps()
        try #require(written.count == ExampleExchange.routes.count)
        var exchange = try ExampleExchange()
        for (index, step) in written.prefix(number + 1).enumerated() {
            let request = try #require(ExampleDocument.bytes(step.requestHex))
            let answer = try exchange.answer(ExampleExchange.routes[index], request)
            if index == number { #expect(answer == ExampleDocument.bytes(step.responseHex)) }
        }
    }

    @Test func `the diagnostic notation of the document is that of its bytes`() throws {
        let steps = try ExampleDocument.steps()
        #expect(steps.count == ExampleExchange.routes.count)
        for step in steps {
            for (hex, diagnostic) in [
                (step.requestHex, step.requestDiagnostic),
                (step.responseHex, step.responseDiagnostic),
            ] {
                let bytes = try #require(ExampleDocument.bytes(hex))
                #expect(ExampleDocument.bare(ExampleDocument.diagnostic(bytes)) == diagnostic)
            }
        }
    }

    @Test func `a document that says another byte is noticed`() throws {
        let text = try ExampleDocument.text()
        let steps = ExampleDocument.steps(in: text)
        #expect(steps.count == ExampleExchange.routes.count)
        for step in steps {
            for block in [step.requestHex, step.responseHex] {
                let line = String(block.prefix(40))
                let altered = text.replacingOccurrences(of: line, with: "00" + line.dropFirst(2))
                #expect(ExampleDocument.steps(in: altered) != steps)
            }
        }
    }
}

/// The four blocks of one step, without white space and comments.
struct ExampleBlocks: Equatable {
    let requestDiagnostic: String
    let requestHex: String
    let responseDiagnostic: String
    let responseHex: String
}

/// What `docs/protocol.md` says.
enum ExampleDocument {
    static func text() throws -> String {
        var url = URL(filePath: #filePath)
        for _ in 0..<4 { url.deleteLastPathComponent() }
        return try String(contentsOf: url.appending(path: "docs/protocol.md"), encoding: .utf8)
    }

    static func steps() throws -> [ExampleBlocks] { steps(in: try text()) }

    /// The steps of the chapter on the example, four fenced blocks each.
    static func steps(in text: String) -> [ExampleBlocks] {
        guard
            let chapter = text.components(separatedBy: "\n## An example exchange\n").dropFirst()
                .first?.components(separatedBy: "\n## ").first
        else { return [] }
        let blocks = chapter.components(separatedBy: "```").enumerated()
            .filter { $0.offset % 2 == 1 }
            .map { bare($0.element.split(separator: "\n").dropFirst().joined(separator: "\n")) }
        return stride(from: 0, to: blocks.count - 3, by: 4).map {
            ExampleBlocks(
                requestDiagnostic: blocks[$0],
                requestHex: blocks[$0 + 1],
                responseDiagnostic: blocks[$0 + 2],
                responseHex: blocks[$0 + 3]
            )
        }
    }

    /// Without white space, and without comments: `/ … /`.
    static func bare(_ text: String) -> String {
        text.components(separatedBy: "/").enumerated().filter { $0.offset % 2 == 0 }
            .map { $0.element.filter { !$0.isWhitespace } }.joined()
    }

    /// The bytes in diagnostic notation; empty where they are not one item.
    static func diagnostic(_ bytes: [UInt8]) -> String {
        var reader = CBORReader(bytes)
        return (try? CBORValue(from: &reader))?.diagnostic ?? ""
    }

    static func bytes(_ hex: String) -> [UInt8]? {
        let digits = hex.compactMap { $0.hexDigitValue }
        guard digits.count == hex.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }
}
