import Foundation
import Testing

/// The rules of the house that no compiler holds.
@Suite("House rules")
struct HouseRulesTests {
    /// The checkout's top folder.
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The Swift files below a folder.
    private static func sources(_ folder: String) -> [(name: String, text: String)] {
        let base = root.appendingPathComponent(folder)
        let found = FileManager.default.enumerator(atPath: base.path)
        var result: [(name: String, text: String)] = []
        while let path = found?.nextObject() as? String {
            guard path.hasSuffix(".swift"),
                let text = try? String(
                    contentsOf: base.appendingPathComponent(path),
                    encoding: .utf8
                )
            else { continue }
            result.append((folder + "/" + path, text))
        }
        return result
    }

    /// The modules that a file imports.
    private static func imports(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
                words[..<place].allSatisfy({
                    $0.hasPrefix("@") || $0 == "package" || $0 == "public"
                })
            else { return nil }
            return String(words[place + 1])
        }
    }

    @Test func `Shared imports nothing`() {
        let files = Self.sources("Shared")
        #expect(files.count > 100)
        for file in files {
            let imports = Self.imports(file.text).filter { $0 != "Swift" }
            #expect(imports.isEmpty, "\(file.name) imports \(imports)")
        }
    }

    @Test(arguments: ["Server/Core", "Client/Core", "Sources/Simulator"])
    func `decisions import no more than decisions`(folder: String) {
        let allowed: Set<String> = ["Shared", "ServerCore", "ClientCore"]
        for file in Self.sources(folder) {
            let others = Set(Self.imports(file.text)).subtracting(allowed)
            #expect(others.isEmpty, "\(file.name) imports \(others.sorted())")
        }
    }

    @Test(arguments: [
        ("GRDB", ["Server/SQLite", "Client/SQLite"]),
        ("Hummingbird", ["Server/HTTP", "Server/App"]),
        ("CCurl", ["Client/Curl"]),
        ("CPostgres", ["Server/Postgres"]),
        ("CSQLite", ["Client/SQLite"]),
        ("CExpat", ["Client/Exchange/XML"]),
        ("CArchive", ["Client/Exchange/Sheets"]),
        ("CZstd", ["Sources/Compression"]),
        ("Crypto", ["Sources/CryptoAdapters"]),
    ])
    func `an outside thing enters in one place`(module: String, folders: [String]) {
        for folder in ["Shared", "Server", "Client", "Sources"] {
            for file in Self.sources(folder) where Self.imports(file.text).contains(module) {
                #expect(
                    folders.contains { file.name.hasPrefix($0 + "/") },
                    "\(file.name) imports \(module)"
                )
            }
        }
    }

    @Test(arguments: ["Shared", "Server/Core", "Client/Core", "Sources/Simulator"])
    func `decisions know no clock and no chance`(folder: String) {
        for file in Self.sources(folder) {
            for banned in [
                "Date()", "UUID()", "ContinuousClock.now", "SystemRandomNumberGenerator",
                "Task.sleep", ".random(in: ", "ProcessInfo", "getenv",
            ] {
                let found = file.text.split(separator: "\n").contains { line in
                    line.contains(banned) && !line.contains("using:")
                        && !line.drop(while: { $0 == " " }).hasPrefix("//")
                }
                #expect(!found, "\(file.name) uses \(banned)")
            }
        }
    }

    @Test func `neither side knows the other`() {
        for file in Self.sources("Server") {
            #expect(Self.imports(file.text).allSatisfy { !$0.hasPrefix("Client") }, "\(file.name)")
        }
        for file in Self.sources("Client") {
            #expect(Self.imports(file.text).allSatisfy { !$0.hasPrefix("Server") }, "\(file.name)")
        }
    }

    /// Where the programs speak to people: each pattern finds a text that is in one language only.
    private static let oneLanguage = [
        #"CommandFailure\(\s*(?:\.\w+,\s*)?code: [^,]*,\s*"(?:[^"\\]|\\.)*[a-z]{3,} [a-z]"#,
        #"RowRefusal\([^"]*, "(?:[^"\\]|\\.)*[a-z]{3,} [a-z]"#,
        #"console\.(?:message|line|warn)\(\s*"[^"\\]*[a-z]{3,} [a-z]{3,} [a-z]"#,
        #"(?:abstract|discussion|help):\s*""#, #"ArgumentHelp\(\s*""#,
        #"ValidationError\(\s*""#,
    ]

    @Test(arguments: ["Client/CLI", "Server/App"])
    func `the programs say everything in both languages`(folder: String) throws {
        for file in Self.sources(folder) where !file.name.hasSuffix("DemoCommand.swift") {
            for pattern in Self.oneLanguage {
                let found = file.text.range(of: pattern, options: .regularExpression)
                #expect(found == nil, "\(file.name): \(found.map { String(file.text[$0]) } ?? "")")
            }
        }
    }

    @Test(arguments: ["Shared", "Server", "Client", "Sources"])
    func `nothing is left for later in the code`(folder: String) {
        for file in Self.sources(folder) {
            for mark in ["TODO", "FIXME", "XXX:", "fatalError("] {
                #expect(!file.text.contains(mark), "\(file.name) has \(mark)")
            }
        }
    }

    @Test func `the tree in the README is the tree`() throws {
        let readme = try String(
            contentsOf: Self.root.appendingPathComponent("README.md"),
            encoding: .utf8
        )
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.root.path) {
            guard !name.hasPrefix(".") && name != "Package.resolved" else { continue }
            #expect(readme.contains(name), "README.md does not mention \(name)")
        }
        for folder in ["Shared", "Server", "Client", "Sources", "Tests"] {
            let path = Self.root.appendingPathComponent(folder).path
            for name in try FileManager.default.contentsOfDirectory(atPath: path) {
                guard
                    (try? FileManager.default.contentsOfDirectory(atPath: path + "/" + name)) != nil
                else { continue }
                #expect(
                    readme.contains(name + "/"),
                    "README.md does not mention \(folder)/\(name)/"
                )
            }
        }
    }
}
