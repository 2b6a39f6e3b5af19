import ArgumentParser
import Foundation
import ProgramText
import Shared

struct DemoCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: HelpText.say(
            en: "Play with a throw-away register of two departments.",
            vi: "Thử với một sổ tạm có hai cơ quan."
        ),
        discussion: HelpText.discussion(
            en: """
                Needs the program caunoi-server beside this one. Nothing outside of a temporary \
                folder is touched.
                """,
            vi: """
                Cần chương trình caunoi-server ở cùng chỗ với chương trình này. Không đụng đến gì \
                ngoài một thư mục tạm.
                """,
            examples: "caunoi demo"
        )
    )

    @OptionGroup var options: GlobalOptions

    func perform(_ console: Console) throws -> ExitStatus {
        guard let client = Self.ownProgram else {
            throw CommandFailure(
                code: "demo_failed",
                Labels(
                    vi: "chương trình không rõ mình nằm ở đâu",
                    en: "this program does not know where it is"
                )
            )
        }
        let server = URL(fileURLWithPath: client).deletingLastPathComponent()
            .appendingPathComponent("caunoi-server").path
        guard FileManager.default.isExecutableFile(atPath: server) else {
            throw CommandFailure(
                code: "no_server_program",
                console.say(
                    en: "there is no caunoi-server beside \(client)",
                    vi: "không có caunoi-server bên cạnh \(client)"
                ),
                hint: console.say(
                    en: "in the project's folder, run: scripts/demo",
                    vi: "trong thư mục của dự án, hãy chạy: scripts/demo"
                )
            )
        }
        var demonstration = try Demonstration(client: client, server: server, console)
        try demonstration.run()
        report(demonstration, console)
        return .done
    }

    /// The file of the running program.
    private static var ownProgram: String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }

    private func report(_ demonstration: Demonstration, _ console: Console) {
        if console.isJSON {
            let homes = demonstration.sides.map { JSONValue.string($0.home) }
            console.document(
                .object([
                    .init(key: "folder", value: .string(demonstration.folder)),
                    .init(key: "homes", value: .array(homes)),
                    .init(key: "serve", value: .string(demonstration.serveCommand)),
                ])
            )
            return
        }
        console.line(
            console.say(
                en: "the server has been stopped; to go on:",
                vi: "máy chủ đã dừng; để tiếp tục:"
            )
        )
        console.line("  \(demonstration.serveCommand) &")
        for side in demonstration.sides { console.line("  caunoi status --home \(side.home)") }
        console.line(console.say(en: "to remove it all:", vi: "để xóa hết:"))
        console.line("  rm -r \(demonstration.folder)")
    }
}
