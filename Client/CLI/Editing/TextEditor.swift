import Foundation
import Glibc
import Shared

/// The person's own editor, on a file that only they can read.
struct TextEditor {
    private let command: String
    private let folder: String
    /// The file that is edited.
    let file: String

    /// A file of this name in a folder of its own.
    init(fileName: String) throws {
        let environment = ProcessInfo.processInfo.environment
        let named = ["EDITOR", "VISUAL"].compactMap { environment[$0] }.first { !$0.isEmpty }
        command = named ?? "vi"
        let parent = FileManager.default.temporaryDirectory
        let folder = parent.appendingPathComponent("caunoi-" + UUID().uuidString)
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        self.folder = folder.path
        file = folder.appendingPathComponent(fileName).path
    }

    /// Shows `text`, waits until the editor is closed, and returns what the file holds then.
    func edited(_ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        let status = try Self.run(command, file)
        guard status == 0 else {
            throw CommandFailure(
                code: "editor_failed",
                Labels(
                    vi: "trình soạn thảo \(command) kết thúc với mã \(status); chưa lưu gì",
                    en: "the editor \(command) ended with status \(status); nothing was saved"
                ),
                hint: Labels(
                    vi: "chọn trình khác: EDITOR=nano caunoi edit …",
                    en: "choose another one: EDITOR=nano caunoi edit …"
                )
            )
        }
        guard let content = FileManager.default.contents(atPath: file) else { return "" }
        guard let text = String(validating: content, as: UTF8.self) else {
            throw CommandFailure(
                code: "invalid_text",
                Labels(vi: "văn bản không phải UTF-8", en: "the text is not UTF-8")
            )
        }
        return text
    }

    /// Removes the file, and what editors leave beside it.
    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs the editor in the foreground, with the signals that programs expect.
    private static func run(_ command: String, _ file: String) throws -> Int32 {
        let arguments = ["/bin/sh", "-c", command + " \"$1\"", "sh", file]
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        for signal in [SIGINT, SIGQUIT, SIGPIPE, SIGXFSZ] { unsafe sigaddset(&defaults, signal) }
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
        )
        // Ctrl-C is meant for the editor.
        let interrupt = signal(SIGINT, SIG_IGN)
        let quit = signal(SIGQUIT, SIG_IGN)
        defer {
            signal(SIGINT, interrupt)
            signal(SIGQUIT, quit)
        }
        var strings = unsafe arguments.map { unsafe strdup($0) } + [nil]
        defer { unsafe strings.forEach { unsafe free($0) } }
        var child: pid_t = 0
        let code = unsafe posix_spawn(&child, "/bin/sh", nil, &attributes, &strings, environ)
        guard code == 0 else {
            throw CommandFailure(
                code: "editor_failed",
                Labels(
                    vi: "không chạy được trình soạn thảo \(command)",
                    en: "the editor \(command) cannot be run"
                )
            )
        }
        var status: Int32 = 0
        while unsafe waitpid(child, &status, 0) < 0 && errno == EINTR {}
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
