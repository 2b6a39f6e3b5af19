/// What parts the cells of a table, as options name it.
enum TableDelimiter {
    static func read(_ text: String, _ console: Console) throws -> UInt8 {
        switch text {
        case ",", ";", "|": return text.utf8.first ?? UInt8(ascii: ",")
        case "tab", "\t": return 0x09
        default:
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(
                    en: "--delimiter takes , ; | or tab",
                    vi: "--delimiter nhận , ; | hoặc tab"
                )
            )
        }
    }
}
