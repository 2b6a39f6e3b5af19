import ArgumentParser
import Foundation
import Logging
import ServerHTTP
import ServerSQL
import ServiceLifecycle
import Shared
import UnixSignals

/// `serve`: runs the service until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Runs the service; stops cleanly on SIGTERM and SIGINT.",
        discussion: """
            EXAMPLE: caunoi-server serve --data /srv/register --host 0.0.0.0 --port 8443 \\
                --tls-certificate server.pem --tls-key server.key
            EXAMPLE: caunoi-server serve --all-registers --data /srv/registers
            """
    )

    @OptionGroup var options: ServerOptions

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var host = "127.0.0.1"

    @Option(help: "The port to listen on; 0 for any that is free.")
    var port = 8080

    @Option(help: ArgumentHelp("The certificate and its chain, in PEM.", valueName: "file"))
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("The certificate's key, in PEM.", valueName: "file"))
    var tlsKey: String?

    @Flag(help: "Serve other machines without TLS: only behind a proxy that has it.")
    var insecureHttp = false

    @Flag(
        help: "Serve every register of the folder or database, each at its name: http://host/name."
    )
    var allRegisters = false

    func validate() throws {
        if (tlsCertificate == nil) != (tlsKey == nil) {
            throw ValidationError("--tls-certificate and --tls-key go together")
        }
        if !(0...65_535).contains(port) { throw ValidationError("--port takes 0 to 65535") }
        if tlsCertificate == nil, !insecureHttp, !Self.isLoopback(host) {
            throw ValidationError(
                "\(host) is open to other machines: give --tls-certificate and --tls-key, or "
                    + "--insecure-http behind a proxy that has TLS"
            )
        }
    }

    /// Whether only this machine can reach the address.
    static func isLoopback(_ host: String) -> Bool {
        let parts = host.utf8.split(separator: UInt8(ascii: "."))
        let isIPv4 =
            parts.count == 4 && Array(parts[0]) == Array("127".utf8)
            && parts.allSatisfy { UInt8(String(decoding: $0, as: UTF8.self)) != nil }
        return isIPv4 || host == "::1" || host == "localhost"
    }

    func run() async throws {
        let console = Console(options)
        do {
            try await serve(console)
        } catch {
            throw console.ending(with: error)
        }
    }

    private func serve(_ console: Console) async throws {
        let limits = HTTPLimits()
        let registers = try servedRegisters(limits, console)
        let logger = makeLogger()
        var files: TLSFiles?
        if let tlsCertificate, let tlsKey {
            files = TLSFiles(certificate: tlsCertificate, key: tlsKey)
        }
        let scheme = files == nil ? "http" : "https"
        let shownHost = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        let application = try makeApplication(
            registers,
            HTTPConfiguration(host: host, port: port, tls: files, limits: limits),
            logger: logger
        ) { port in
            let url = "\(scheme)://\(shownHost):\(port)"
            if console.isJSON {
                console.document(["url": .string(url), "port": .count(port)])
            } else {
                console.line("listening on \(url)")
            }
        }
        var configuration = ServiceGroupConfiguration(
            services: [application, WatchEnding(registers: registers)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        configuration.maximumGracefulShutdownDuration = .seconds(6)
        configuration.maximumCancellationDuration = .seconds(3)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            // Connections that did not end in time were cut; what was being written is written.
        }
        try registers.close()
    }

    private func servedRegisters(
        _ limits: HTTPLimits,
        _ console: Console
    ) throws -> ServedRegisters {
        guard allRegisters else {
            return ServedRegisters(try OpenRegister.open(options.place), limits: limits)
        }
        let names = try options.place.registers()
        console.message(
            names.isEmpty
                ? "there is no register in \(options.place.shown) yet"
                : "registers: " + names.map { "/\($0)" }.joined(separator: ", ")
        )
        return ServedRegisters(allOf: options.place, limits: limits)
    }

    private func makeLogger() -> Logger {
        var logger = Logger(label: "caunoi") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = options.verbose ? .debug : options.quiet ? .error : .notice
        return logger
    }
}
