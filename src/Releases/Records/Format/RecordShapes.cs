using SecretsKit.Charts.Model;
using static SecretsKit.Releases.Records.Format.FieldKind;
using static SecretsKit.Releases.Records.Format.FieldPresence;

namespace SecretsKit.Releases.Records.Format;

/// <summary>
/// The JSON of release records, as both generations of Helm write it (spec helm.md 6.2). They differ in times: the third writes empty text
/// for those that are not set, the fourth leaves them out and adds those of files, and how objects were applied.
/// </summary>
internal static class RecordShapes
{
    private static readonly RecordShape Maintainer = new(new("name", Text), new("email", Text), new("url", Text));

    private static readonly RecordShape Dependency = new(
        new("name", Text, Always),
        new("version", Text),
        new("repository", Text, Always),
        new("condition", Text),
        new("tags", TextList),
        new("enabled", FieldKind.Boolean),
        new("import-values", Any),
        new("alias", Text));

    private static readonly RecordShape Metadata = new(
        new("name", Text),
        new("home", Text),
        new("sources", TextList),
        new("version", Text),
        new("description", Text),
        new("keywords", TextList),
        new("maintainers", ObjectList, WhenSet, Maintainer),
        new("icon", Text),
        new("apiVersion", Text),
        new("condition", Text),
        new("tags", Text),
        new("appVersion", Text),
        new("deprecated", FieldKind.Boolean),
        new("annotations", TextMap),
        new("kubeVersion", Text),
        new("dependencies", ObjectList, WhenSet, Dependency),
        new("type", Text));

    private static readonly RecordShape Lock = new(
        new("generated", Time, Always),
        new("digest", Text, Always),
        new("dependencies", ObjectList, Always, Dependency));

    private static readonly RecordShape V3 = Release(
        Info(TimeOrEmpty, Always),
        Chart(new(new("name", Text, Always), new("data", Bytes, Always)), []),
        Hook(TimeOrEmpty, Always),
        []);

    private static readonly RecordShape V4 = Release(
        Info(Time, WhenSet),
        Chart(
            new(new("name", Text, Always), new("data", Bytes, Always), new("modtime", Time)),
            [new("schemamodtime", Time, Always), new("modtime", Time)]),
        Hook(Time, WhenSet),
        [new("apply_method", Text)]);

    /// <summary>The fields of a record.</summary>
    public static RecordShape Of(HelmGeneration generation) => generation == HelmGeneration.V3 ? V3 : V4;

    private static RecordShape Release(RecordShape info, RecordShape chart, RecordShape hook, RecordField[] more) => new(
    [
        new("name", Text),
        new("info", FieldKind.Object, WhenSet, info),
        new("chart", FieldKind.Object, WhenSet, chart),
        new("config", Map),
        new("manifest", Text),
        new("hooks", ObjectList, WhenSet, hook),
        new("version", Integer),
        new("namespace", Text),
        .. more,
    ]);

    private static RecordShape Info(FieldKind time, FieldPresence presence) => new(
        new("first_deployed", time, presence),
        new("last_deployed", time, presence),
        new("deleted", time, presence),
        new("description", Text),
        new("status", Text),
        new("notes", Text),
        new("resources", Any));

    // The two further fields are that of the schema, which follows it, and that of the chart, which is the last.
    private static RecordShape Chart(RecordShape file, RecordField[] times) => new(
    [
        new("metadata", FieldKind.Object, Always, Metadata),
        new("lock", FieldKind.Object, Always, Lock),
        new("templates", ObjectList, Always, file),
        new("values", Map, Always),
        new("schema", Bytes, Always),
        .. times.Take(1),
        new("files", ObjectList, Always, file),
        .. times.Skip(1),
    ]);

    private static RecordShape Hook(FieldKind time, FieldPresence presence) => new(
        new("name", Text),
        new("kind", Text),
        new("path", Text),
        new("manifest", Text),
        new("events", TextList),
        new("last_run", Struct, Always, new(
            new("started_at", time, presence),
            new("completed_at", time, presence),
            new("phase", Text, Always))),
        new("weight", Integer),
        new("delete_policies", TextList),
        new("output_log_policies", TextList));
}
