import ClientExchange
import Shared

extension RecordExport {
    /// All projects that are for everybody, as IATI activities of this publisher.
    func activities(ref: String?, _ console: Console) throws -> Result {
        let owner = IATIOwner(register, workspace, ref: ref)
        var export = try IATIExport(register, owner, console)
        export.run()
        if owner.isStandIn {
            console.warn(
                console.say(
                    en: "no IATI identifier is known of the publisher; \(owner.ref) stands in: "
                        + "--publisher REF, or external_ids+='REF;scheme=iati' of your department",
                    vi: "chưa có mã IATI của cơ quan công bố; tạm dùng \(owner.ref): "
                        + "--publisher MÃ, hoặc external_ids+='MÃ;scheme=iati' cho cơ quan của mình"
                )
            )
        }
        let generated = workspace.settings.lastSync ?? Workspace.now
        let bytes = IATIWriter.file(export.activities, generated: Instant(generated).text)
        return Result(bytes: bytes, count: export.activities.count, leftOut: export.leftOut)
    }
}
