/// What is left for people to do after an exchange, by whatever way it went.
struct OpenQuestions {
    let corrections: Int
    let conflicts: Int

    /// How a command ends that has found them: refused values come before disagreements.
    var status: ExitStatus {
        if corrections > 0 { return .corrections }
        return conflicts > 0 ? .conflicts : .done
    }

    func show(_ console: Console) {
        if corrections > 0 {
            alarm(
                console,
                en: "values that the server refused: \(corrections) (caunoi corrections)",
                vi: "giá trị máy chủ không nhận: \(corrections) (caunoi corrections)"
            )
        }
        if conflicts > 0 {
            alarm(
                console,
                en: "open disagreements: \(conflicts) (caunoi conflicts)",
                vi: "chỗ khác nhau chưa giải quyết: \(conflicts) (caunoi conflicts)"
            )
        }
    }

    private func alarm(_ console: Console, en: String, vi: String) {
        console.line(console.alarming(console.say(en: en, vi: vi)))
    }
}
