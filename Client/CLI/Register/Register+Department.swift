import Shared

extension Register {
    /// The department of whoever made a change, by its name: `Department of Tourism`.
    ///
    /// One that was merged since is told by its code, with the name of what it is now; one without a
    /// record by its code alone.
    func departmentText(of entry: Directory.Entry) -> String {
        guard let record = entry.department else { return entry.departmentCode }
        let name = label(of: record)
        guard entry.successorCode != nil else { return name }
        return entry.departmentCode + (language == .vi ? " (nay là " : " (now ") + name + ")"
    }
}
