import Shared
import Yams

/// What is wrong with a text that is not YAML, or has a field twice.
///
/// The library that reads it speaks English only; what it says otherwise than here stays so.
enum YAMLProblem {
    /// What, where and why, on one line.
    static func labels(of error: any Error) -> Labels {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            labels(problem, line: mark.line, column: mark.column)
        case .reader(let problem, let offset?, _, let yaml):
            labels(problem, behind: yaml.prefix(offset))
        case .duplicatedKeysInMapping(let duplicates, _):
            twice(duplicates.sorted())
        default: notYAML(Labels(vi: "\(error)", en: "\(error)"))
        }
    }

    private static func twice(_ names: [String]) -> Labels {
        let list = names.joined(separator: ", ")
        return Labels(
            vi: "trường \(list) viết hai lần",
            en: names.count == 1
                ? "the field \(list) stands twice" : "the fields \(list) stand twice each"
        )
    }

    private static func notYAML(_ problem: Labels) -> Labels {
        Labels(vi: "không phải YAML: \(problem.vi)", en: "this is not YAML: \(problem.en)")
    }

    private static func labels(_ problem: String, behind text: Substring) -> Labels {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        return labels(problem, line: lines.count, column: (lines.last?.count ?? 0) + 1)
    }

    private static func labels(_ problem: String, line: Int, column: Int) -> Labels {
        notYAML(
            Labels(
                vi: "dòng \(line), cột \(column): \(vietnamese[problem] ?? problem)",
                en: "line \(line), column \(column): \(problem)"
            )
        )
    }

    private static let indentation = "hãy thụt lề bằng dấu cách, không bằng tab"

    /// The library's problems in Vietnamese.
    private static let vietnamese: [String: String] = [
        "mapping values are not allowed in this context":
            "dấu : thừa ở đây; nếu thuộc giá trị, hãy đặt giá trị trong ngoặc kép",
        "mapping keys are not allowed in this context": "dấu ? không đứng ở đây được",
        "block sequence entries are not allowed in this context":
            "dấu - mở đầu danh sách không đứng ở đây được",
        "could not find expected ':'": "thiếu dấu : sau tên trường",
        "did not find expected key": "ở đây cần tên trường; hãy xem lại lề và ngoặc kép",
        "did not find expected '-' indicator": "ở đây cần một mục danh sách, mở đầu bằng -",
        "did not find expected ',' or ']'": "thiếu dấu , hoặc ]",
        "did not find expected ',' or '}'": "thiếu dấu , hoặc }",
        "did not find expected node content": "thiếu giá trị",
        "did not find expected <document start>": "thừa nội dung sau giá trị",
        "found unexpected end of stream": "ngoặc kép mở mà không đóng",
        "found unexpected document indicator": "dòng --- hoặc ... nằm trong ngoặc kép",
        "found character that cannot start any token":
            "không giá trị nào mở đầu bằng ký tự này nếu không có ngoặc kép; thụt lề bằng dấu cách",
        "found a tab character that violates indentation": indentation,
        "found a tab character where an indentation space is expected": indentation,
        "found unknown escape character": "sau dấu \\ là ký tự không có nghĩa",
        "did not find expected hexdecimal number": "sau dấu \\ cần một số thập lục phân",
        "found invalid Unicode character escape code": "không có ký tự Unicode với số này",
        "did not find expected comment or line break": "sau dấu | hoặc > phải xuống dòng",
        "found an indentation indicator equal to 0": "độ thụt lề không thể là 0",
        "did not find expected alphabetic or numeric character":
            "sau dấu & hoặc * phải là một tên",
        "found undefined alias": "chưa có tên nào như sau dấu *",
        "did not find expected whitespace or line break": "thiếu dấu cách hoặc xuống dòng",
        "did not find the expected '>'": "thiếu dấu >",
        "did not find expected '!'": "thiếu dấu !",
        "found undefined tag handle": "không có nhãn như sau dấu !",
        "did not find URI escaped octet": "sau dấu % cần hai chữ số thập lục phân",
        "found unknown directive name": "không có chỉ dẫn % này",
        "did not find expected version number": "sau %YAML cần số phiên bản",
        "did not find expected digit or '.' character": "sau %YAML cần số phiên bản",
        "found incompatible YAML document": "không đọc được phiên bản YAML này",
        "found duplicate %YAML directive": "chỉ dẫn %YAML viết hai lần",
        "found duplicate %TAG directive": "chỉ dẫn %TAG viết hai lần",
        "but found another document": "chỉ được có một văn bản; hãy bỏ dòng ---",
        "control characters are not allowed": "có ký tự điều khiển",
    ]
}
