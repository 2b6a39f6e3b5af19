import ArgumentParser
import Foundation
import Logging
import NIOCore
import ProgramText
import ServerHTTP
import ServerSQL
import ServiceLifecycle
import Shared
import UnixSignals

/// `serve`: runs the service until it is told to stop.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: HelpText.say(
            en: "Runs the service; stops cleanly on SIGTERM and SIGINT.",
            vi: "Chạy dịch vụ; dừng êm khi nhận SIGTERM hoặc SIGINT."
        ),
        discussion: HelpText.say(
            en: """
                EXAMPLE: caunoi-server serve --data /srv/register --host 0.0.0.0 --port 8443 \\
                    --tls-certificate server.pem --tls-key server.key
                EXAMPLE: caunoi-server serve --all-registers --data /srv/registers
                """,
            vi: """
                VÍ DỤ: caunoi-server serve --data /srv/register --host 0.0.0.0 --port 8443 \\
                    --tls-certificate server.pem --tls-key server.key
                VÍ DỤ: caunoi-server serve --all-registers --data /srv/registers
                """
        )
    )

    @OptionGroup var options: ServerOptions

    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "The address to listen on.", vi: "Địa chỉ nhận kết nối."),
            valueName: "address"
        )
    )
    var host = "127.0.0.1"

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "The port to listen on; 0 for any that is free.",
                vi: "Cổng nhận kết nối; 0 là cổng trống bất kỳ."
            )
        )
    )
    var port = 8080

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "The certificate and its chain, in PEM.",
                vi: "Chứng chỉ và chuỗi chứng chỉ, dạng PEM."
            ),
            valueName: "file"
        )
    )
    var tlsCertificate: String?

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "The certificate's key, in PEM.",
                vi: "Khóa của chứng chỉ, dạng PEM."
            ),
            valueName: "file"
        )
    )
    var tlsKey: String?

    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "Serve other machines without TLS: only behind a proxy that has it.",
                vi: "Phục vụ máy khác không qua TLS: chỉ khi đứng sau proxy có TLS."
            )
        )
    )
    var insecureHttp = false

    @Flag(
        help: ArgumentHelp(
            HelpText.say(
                en: "Serve every register of the folder or database, each at its name: "
                    + "http://host/name.",
                vi: "Phục vụ mọi sổ của thư mục hoặc cơ sở dữ liệu, mỗi sổ ở tên của nó: "
                    + "http://host/name."
            )
        )
    )
    var allRegisters = false

    func validate() throws {
        if (tlsCertificate == nil) != (tlsKey == nil) {
            throw ValidationError(
                HelpText.say(
                    en: "--tls-certificate and --tls-key go together",
                    vi: "--tls-certificate và --tls-key phải đi cùng nhau"
                )
            )
        }
        if !(0...65_535).contains(port) {
            throw ValidationError(
                HelpText.say(en: "--port takes 0 to 65535", vi: "--port nhận từ 0 đến 65535")
            )
        }
        if tlsCertificate == nil, !insecureHttp, !Self.isLoopback(host) {
            throw ValidationError(
                HelpText.say(
                    en: "\(host) is open to other machines: give --tls-certificate and --tls-key, "
                        + "or --insecure-http behind a proxy that has TLS",
                    vi: "máy khác truy cập được \(host): hãy thêm --tls-certificate và --tls-key, "
                        + "hoặc --insecure-http khi đứng sau proxy có TLS"
                )
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
                // The same in every language: programs that start a server wait for this line.
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
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw portTaken
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
        let (place, list) = (options.place.shown, names.map { "/\($0)" }.joined(separator: ", "))
        console.message(
            names.isEmpty
                ? console.say(
                    en: "there is no register in \(place) yet",
                    vi: "ở \(place) chưa có sổ nào"
                ) : console.say(en: "registers: \(list)", vi: "các sổ: \(list)")
        )
        for (name, reason) in options.place.foldersLeftOut() {
            console.message(
                console.say(
                    en: "warning: \(place)/\(name) is not served: \(reason.en)",
                    vi: "cảnh báo: không phục vụ \(place)/\(name): \(reason.vi)"
                )
            )
        }
        return ServedRegisters(allOf: options.place, limits: limits)
    }

    private var portTaken: CommandFailure {
        CommandFailure(
            code: "port_taken",
            Labels(
                vi: "cổng \(port) đang được chương trình khác dùng",
                en: "the port \(port) is taken by another program"
            ),
            hint: Labels(
                vi: "dừng chương trình đó, hoặc chọn cổng khác bằng --port",
                en: "stop it, or take another port with --port"
            )
        )
    }

    private func makeLogger() -> Logger {
        var logger = Logger(label: "caunoi") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = options.verbose ? .debug : options.quiet ? .error : .notice
        return logger
    }
}
