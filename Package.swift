// swift-tools-version: 6.2
import PackageDescription

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
/// The C functions of SQLite, which GRDB does not export.
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let hummingbird = [
    Target.Dependency.product(name: "Hummingbird", package: "hummingbird"),
    .product(name: "HummingbirdTLS", package: "hummingbird"),
    .product(name: "Logging", package: "swift-log"),
]
let lifecycle = [
    Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
    .product(name: "UnixSignals", package: "swift-service-lifecycle"),
]

/// Links Swift's runtime into the programs, which start faster then and run where Swift is not installed.
///
/// `scripts/install` and `scripts/bench` ask for it; the tests' own bundle cannot be linked so.
let runtime: [LinkerSetting] =
    Context.environment["CAUNOI_STATIC_RUNTIME"] == "1"
    ? [
        .unsafeFlags([
            "-static-stdlib", "-lFoundation", "-lCoreFoundation", "-l_FoundationICU",
            "-lFoundationInternationalization", "-lFoundationEssentials", "-l_FoundationCShims",
            "-l_FoundationCollections", "-lswiftSynchronization", "-lstdc++",
        ])
    ] : []

let package = Package(
    name: "CauNoi",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The agreement: values and decisions, no I/O, no dependencies.
        .target(name: "Shared", path: "Shared"),

        // The server: decisions, then one folder for each outside thing.
        .target(name: "ServerCore", dependencies: ["Shared"], path: "Server/Core"),
        .target(name: "ServerSQL", dependencies: ["ServerCore"], path: "Server/SQL"),
        .target(
            name: "ServerSQLite",
            dependencies: ["ServerSQL", grdb, sqlite],
            path: "Server/SQLite"
        ),
        .target(
            name: "ServerPostgres",
            dependencies: ["ServerSQL", "CPostgres"],
            path: "Server/Postgres"
        ),
        .target(
            name: "ServerHTTP",
            dependencies: ["ServerCore", "Compression", "CryptoAdapters"] + hummingbird,
            path: "Server/HTTP"
        ),
        .target(
            name: "ServerApp",
            dependencies: [
                "ServerCore", "ServerHTTP", "ServerSQLite", "ServerPostgres", "CryptoAdapters",
                "CRegister", "ProgramText", argumentParser,
            ] + hummingbird + lifecycle,
            path: "Server/App"
        ),
        .executableTarget(
            name: "caunoi-server",
            dependencies: ["CMalloc", "ServerApp"],
            linkerSettings: runtime
        ),

        // The client: decisions, then one folder for each outside thing.
        .target(name: "ClientCore", dependencies: ["Shared"], path: "Client/Core"),
        .target(
            name: "ClientSQLite",
            dependencies: ["ClientCore", "CSQLite", grdb, sqlite],
            path: "Client/SQLite"
        ),
        .target(
            name: "ClientCurl",
            dependencies: ["ClientCore", "CCurl"],
            path: "Client/Curl"
        ),

        // Files of other programs: tables, calendars, pages, IATI.
        .target(
            name: "ClientExchange",
            dependencies: ["Shared", "CArchive", "CExpat"],
            path: "Client/Exchange"
        ),

        .target(
            name: "ClientCLI",
            dependencies: [
                "ClientCore", "ClientSQLite", "ClientCurl", "ClientExchange", "Compression",
                "CryptoAdapters", "ProgramText",
                argumentParser, yams,
            ],
            path: "Client/CLI"
        ),
        .executableTarget(name: "caunoi", dependencies: ["ClientCLI"], linkerSettings: runtime),

        // Both sides in one process, from one seed.
        .target(name: "Simulator", dependencies: ["Shared", "ServerCore", "ClientCore"]),
        .executableTarget(name: "caunoi-simulator", dependencies: ["Simulator"]),

        // Measures the built programs; sees both sides from outside.
        .target(
            name: "Benchmark",
            dependencies: [
                "Shared", "ClientCore", "ClientSQLite", "ClientCLI", "Compression",
                "CryptoAdapters",
                argumentParser, sqlite,
            ]
        ),
        .executableTarget(name: "caunoi-benchmark", dependencies: ["Benchmark", argumentParser]),

        // What both programs tell people: the language, the help, the parser's and the system's words.
        .target(name: "ProgramText", dependencies: ["Shared"]),

        // Adapters to libraries, used by both sides.
        .target(name: "Compression", dependencies: ["CZstd"]),
        .target(name: "CryptoAdapters", dependencies: ["Shared", "Compression", crypto]),
        .target(name: "CArchive", dependencies: ["CLibrary"]),
        .target(name: "CCurl", dependencies: ["CLibrary"]),
        .target(name: "CLibrary", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "CPostgres", dependencies: ["CLibrary"]),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CRegister", exclude: ["cooperation-schema.json", "sample-register.jsonl"]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

        // Tests: one folder for each side, fast ones first.
        .target(name: "TestSupport", dependencies: ["Shared"], path: "Tests/TestSupport"),
        .testTarget(name: "SharedTests", dependencies: ["Shared", "TestSupport"]),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "ServerCore", "ServerSQL", "ServerSQLite", "ServerPostgres", "ServerHTTP",
                "ServerApp", "ClientCore", "ClientCurl", "ProgramText",
                "Compression", "CryptoAdapters", "TestSupport", crypto, grdb,
            ] + hummingbird + lifecycle
        ),
        .testTarget(
            name: "ClientTests",
            dependencies: [
                "ClientCLI", "ClientCore", "ClientSQLite", "ClientCurl", "ClientExchange",
                "ProgramText", argumentParser, grdb,
            ]
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["ClientCore", "CryptoAdapters", "ServerCore", "Shared", "Simulator"]
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "ClientCore", "ClientSQLite", "Compression", "ServerCore", "ServerPostgres",
                "ServerSQL",
                "Shared", "TestSupport", "caunoi", "caunoi-server",
            ],
            exclude: ["Harness/fault.c"]
        ),
        .testTarget(name: "BenchmarkTests", dependencies: ["Benchmark", "Shared"]),
        .testTarget(name: "RepositoryTests"),
    ]
)

/// C modules take no Swift settings.
let cModules = [
    "CArchive", "CCurl", "CExpat", "CLibrary", "CMalloc", "CPostgres", "CRegister", "CSQLite",
    "CZstd",
]
for target in package.targets where !cModules.contains(target.name) {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .strictMemorySafety(),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
