import ArgumentParser
import ClientCore
import Foundation
import ProgramText
import Shared

struct ExportCommand: RegisterCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: HelpText.say(
            en:
                "Write records in the forms of other programs: JSON lines, CSV, IATI, calendar, cards, pages.",
            vi:
                "Xuất hồ sơ theo dạng của chương trình khác: JSON, CSV, IATI, lịch, danh thiếp, trang."
        ),
        discussion: HelpText.discussion(
            en: """
                For the house, with what is internal and money that nobody has signed for: jsonl: \
                one record a line; csv: a table of one collection for LibreOffice or Excel, no cell \
                of which is ever a formula. caunoi import reads both back.

                For the public, without records that are stated to be internal, restricted or \
                personal, and without unsigned money: vcf: cards (vCard 4.0) of the contacts who \
                hold a post, or with --collection partners of organisations; nothing personal is \
                in them. iati: projects and their funding as IATI 2.03 activities. html: one page, \
                needing nothing else, with the public fields of a record or of a collection's \
                records; of a partner also what there is between it and us.

                ics: deadlines, follow-ups, reviews, events and meetings as all-day entries of a \
                calendar; internal ones are marked private, restricted and personal ones left out. \
                Importing it again moves what has changed and cancels what was deleted.

                Without --format the end of the file's name decides, else it is jsonl.
                """,
            vi: """
                Dùng trong nội bộ, có cả thông tin nội bộ và tiền chưa ký: jsonl: mỗi dòng một hồ \
                sơ; csv: bảng của một nhóm cho LibreOffice hoặc Excel, không ô nào là công thức. \
                caunoi import đọc lại được cả hai.

                Công khai, không có hồ sơ được ghi là nội bộ, hạn chế hay dữ liệu cá nhân, cũng \
                không có tiền chưa ký: vcf: danh thiếp (vCard 4.0) của liên hệ đang giữ chức vụ, \
                hoặc của tổ chức nếu nêu --collection partners; không có gì riêng tư trong đó. \
                iati: dự án và tài trợ thành hoạt động IATI 2.03. html: một trang, không cần gì \
                khác, gồm các trường công khai của một hồ sơ hoặc của các hồ sơ trong một nhóm; \
                với đối tác còn có quan hệ giữa họ và thành phố.

                ics: hạn chót, việc theo dõi, kỳ xem lại, sự kiện và cuộc gặp thành mục cả ngày \
                của lịch; mục nội bộ được đánh dấu riêng tư, mục hạn chế và cá nhân không đưa vào. \
                Nhập lại thì mục đã đổi được dời theo, mục đã xóa được hủy.

                Không có --format thì theo đuôi của tên tệp, không có nữa thì là jsonl.
                """,
            examples: "caunoi export --collection partners -o partners.csv",
            "caunoi export --format ics -o deadlines.ics",
            "caunoi export partners/AIMF -o aimf.html"
        )
    )

    @OptionGroup var options: GlobalOptions

    @Argument(
        help: ArgumentHelp(
            HelpText.say(
                en: "A record, of which a page is wanted.",
                vi: "Hồ sơ cần xuất thành trang."
            )
        )
    ) var ref: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(en: "Only this collection.", vi: "Chỉ nhóm này."),
            valueName: "collection"
        )
    )
    var collection: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "jsonl, csv, ics, vcf, iati or html.",
                vi: "jsonl, csv, ics, vcf, iati hoặc html."
            ),
            valueName: "format"
        )
    )
    var format: String?
    @Option(
        name: [.customShort("o"), .long],
        help: ArgumentHelp(
            HelpText.say(
                en: "The file to write; standard output where there is none.",
                vi: "Tệp cần ghi; không nêu thì ra màn hình."
            ),
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?
    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "What parts the cells of a table: , ; | or tab; else a comma.",
                vi: "Dấu ngăn ô của bảng: , ; | hoặc tab; không nêu là dấu phẩy."
            ),
            valueName: "sign"
        )
    )
    var delimiter: String?

    @Option(
        help: ArgumentHelp(
            HelpText.say(
                en: "Who publishes activities (IATI).",
                vi: "Cơ quan công bố hoạt động (IATI)."
            ),
            valueName: "identifier"
        )
    )
    var publisher: String?

    func perform(_ console: Console) throws -> ExitStatus {
        let format = try chosenFormat(console)
        try refuseVain(format, console)
        let workspace = try Workspace.open(options)
        let register = try Register(workspace, language: options.language, telling: console)
        let chosen = try collection.map { try register.collection($0) }
        let collections = chosen.map { [$0] } ?? register.schema.collections
        let export = RecordExport(register, workspace)
        let result: RecordExport.Result
        switch format {
        case .jsonl: result = export.jsonLines(of: collections)
        case .ics: result = export.calendar(of: collections, console)
        case .vcf where chosen?.id == "partners": result = export.organisationCards()
        case .vcf: result = export.cards()
        case .iati: result = try export.activities(ref: publisher, console)
        case .html:
            if let ref {
                result = export.page(
                    of: register.reader.merges.root(of: try register.find(ref)),
                    console
                )
            } else if let chosen {
                result = export.page(of: chosen, console)
            } else {
                throw CommandFailure(
                    .usage,
                    code: "usage",
                    console.say(
                        en: "a page is of a record or a collection: say which",
                        vi: "một trang dành cho một hồ sơ hoặc một nhóm: hãy nêu rõ"
                    ),
                    hint: "caunoi export partners/AIMF --format html -o aimf.html"
                )
            }
            if result.count == 0, ref != nil {
                throw CommandFailure(
                    code: "not_public",
                    console.say(
                        en: "\(ref ?? "") is not for the public",
                        vi: "\(ref ?? "") không công khai"
                    )
                )
            }
        case .csv:
            guard let chosen else {
                throw CommandFailure(
                    .usage,
                    code: "usage",
                    console.say(
                        en: "a table holds one collection: say which",
                        vi: "một bảng chỉ chứa một nhóm: hãy nêu nhóm nào"
                    ),
                    hint: "caunoi export --collection partners --format csv"
                )
            }
            result = export.table(
                of: chosen,
                delimiter: try TableDelimiter.read(delimiter ?? ",", console)
            )
        }
        let (count, length) = (result.count, result.bytes.count)
        try OutputFile(path: output, format: format.rawValue).deliver(
            result.bytes,
            [.init(key: "records", value: .integer(Int64(count)))],
            telling: console.say(
                en: "\(count) entries, \(length) bytes",
                vi: "\(count) mục, \(length) byte"
            ),
            console
        )
        warn(result, format, console)
        return .done
    }

    /// Refuses options that say nothing about what is to be exported, before anything is read.
    private func refuseVain(_ format: RecordExport.Format, _ console: Console) throws {
        if let ref, format != .html {
            throw CommandFailure(
                .usage,
                code: "usage",
                console.say(
                    en: "a single record, \(ref), is exported as a page (html) only",
                    vi: "một hồ sơ, \(ref), chỉ xuất được thành trang html"
                ),
                hint: "--format html"
            )
        }
        if let ref {
            try TakenOptions.require(
                collection == nil ? [] : ["--collection"],
                among: [],
                of: console.say(en: "a single record, \(ref),", vi: "một hồ sơ, \(ref),"),
                console
            )
        }
        let options = [
            (name: "--collection", isGiven: collection != nil, isTaken: true),
            (name: "--delimiter", isGiven: delimiter != nil, isTaken: format == .csv),
            (name: "--publisher", isGiven: publisher != nil, isTaken: format == .iati),
        ]
        let name = format.rawValue
        try TakenOptions.require(
            options.filter { $0.isGiven }.map { $0.name },
            among: options.filter { $0.isTaken }.map { $0.name },
            of: console.say(en: "the form \(name)", vi: "dạng \(name)"),
            console
        )
        guard let collection, let held = format.collections,
            !held.contains(where: { $0.isSame(as: collection) })
        else { return }
        let list = held.joined(separator: ", ")
        throw CommandFailure(
            .usage,
            code: "option_not_taken",
            console.say(
                en: "the form \(name) holds \(list); it does not take --collection \(collection)",
                vi: "dạng \(name) chỉ chứa \(list); không nhận --collection \(collection)"
            ),
            hint: held.map { "--collection \($0)" }.joined(separator: ", ")
        )
    }

    private func warn(
        _ result: RecordExport.Result,
        _ format: RecordExport.Format,
        _ console: Console
    ) {
        guard !result.leftOut.isEmpty else { return }
        let count = result.leftOut.count
        switch format {
        case .vcf where collection == "partners":
            console.warn(
                console.say(en: "\(count) are not public:", vi: "\(count) đối tác không công khai:")
            )
        case .vcf:
            console.warn(
                console.say(
                    en: "\(count) are not public, or hold no post that is known:",
                    vi: "\(count) liên hệ không công khai hoặc chưa rõ chức vụ:"
                )
            )
        case .iati, .html:
            console.warn(
                console.say(en: "left out: \(count)", vi: "không đưa vào: \(count)")
            )
        case .jsonl, .csv, .ics:
            console.warn(
                console.say(
                    en: "\(count) without an exact day cannot stand in a calendar:",
                    vi: "\(count) mục chưa rõ ngày, không đưa vào lịch được:"
                )
            )
        }
        for item in result.leftOut.prefix(20) { console.message("  " + printable(item)) }
    }

    private func chosenFormat(_ console: Console) throws -> RecordExport.Format {
        guard let name = format?.lowercased() else {
            let ending = output.map { ($0 as NSString).pathExtension.lowercased() }
            if ending == "xml" { return .iati }
            return ending.flatMap { RecordExport.Format(rawValue: $0) }
                ?? (ref == nil ? .jsonl : .html)
        }
        if let format = RecordExport.Format(rawValue: name) { return format }
        let all = RecordExport.Format.allCases.map(\.rawValue)
        throw CommandFailure(
            .usage,
            code: "unknown_format",
            console.say(en: "there is no format \(name)", vi: "không có dạng \(name)"),
            hint: (nearest(name, in: all).map { [$0] } ?? all).joined(separator: ", ")
        )
    }
}
