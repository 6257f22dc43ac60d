using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Text;
using SecretsKit.Goldens.Sops;
using SecretsKit.Releases.Records.Coding;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Goldens.Releases;

/// <summary>Records of the reference are read, and ours are the reference's bytes before compression.</summary>
public sealed partial class RecordCodecTests
{
    public static IEnumerable<TheoryDataRow<string>> Ids => GoldenRecord.Ids;

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_record_is_read_to_what_it_holds(string id)
    {
        var golden = GoldenRecord.Load(id);
        var release = golden.Record.Read();
        var expected = golden.Expected;
        var info = expected["info"]!;
        Assert.Equal(
            (Text(expected["name"]), Text(expected["namespace"]), expected["version"]!.GetValue<int>(), Text(info["status"])),
            (release.Name, release.Namespace, release.Revision, ReleaseStatusText.Of(release.Status)));
        Assert.Equal((Text(info["description"]), Text(info["notes"])), (release.Description, release.Notes.RevealText()));
        Assert.Equal(Text(info["last_deployed"]), release.LastDeployed!.Value.ToRfc3339Nano());
        Assert.Equal(Text(info["deleted"]), release.Deleted?.ToRfc3339Nano() ?? "");
        Assert.Equal(Text(expected["manifest"]), release.Manifest.RevealText());
        Assert.Equal(Text(expected["apply_method"]), release.ApplyMethod == ApplyMethod.ServerSide ? "ssa" : "");
        AssertSame(expected["config"], release.Config);
        AssertSame(expected["chart"]!["values"], release.Chart!.Values);
        AssertSame(expected["chart"]!["metadata"], release.Chart.Metadata);
        Assert.Equal(
            expected["chart"]!["templates"]!.AsArray().Select(file => (Text(file!["name"]), Text(file["data"]))),
            release.Chart.Templates.Select(file => (file.Name, Convert.ToBase64String(file.Data))));
        Assert.Equal((expected["hooks"]?.AsArray() ?? []).Select(Hook!), release.Hooks.Select(Hook));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_record_is_written_as_the_reference_writes_it(string id)
    {
        var golden = GoldenRecord.Load(id);
        var written = RecordCodec.ToJson(golden.Record.Read(), golden.Generation);
        Assert.Equal(Encoding.UTF8.GetString(golden.Json), Encoding.UTF8.GetString(written.Span));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_record_is_summed_up_without_reading_it_whole(string id)
    {
        var golden = GoldenRecord.Load(id).Record;
        var summary = SummaryReader.TryRead(golden);
        Assert.NotNull(summary);
        golden.Read();
        Assert.Equal(golden.Summary, summary);
        Assert.NotEmpty(summary.ChartVersion);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void What_is_encoded_is_read_again_with_the_labels_of_the_reference(string id)
    {
        var golden = GoldenRecord.Load(id);
        var record = RecordCodec.Encode(golden.Record.Read(), golden.Generation);
        Assert.Equal(golden.Record.Name, record.Name);
        Assert.Equal(golden.Record.Namespace, record.Namespace);
        var version = KeyValuePair.Create("version", record.Name[(record.Name.LastIndexOf('v') + 1)..]);
        Assert.Equal(golden.Record.Labels.Append(version).Distinct().Order(ByKey), record.Labels.Order(ByKey));
        Assert.Equal(
            Encoding.UTF8.GetString(golden.Json),
            Encoding.UTF8.GetString(RecordCodec.ToJson(record.Read(), golden.Generation).Span));
    }

    /// <summary>The whole way from the chart that was installed; the times are the record's.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rendering_gives_the_record_of_the_reference(string id)
    {
        var golden = GoldenRecord.Load(id);
        var old = golden.Record.Read();
        var folder = Path.Combine(SopsRows.Folder("releases"), "charts", old.Chart!.Name);
        var chart = new ChartLoader(golden.Generation, SilentChartLog.Instance) { ReadsFileTimes = true }.LoadFolder(folder);
        var result = new ChartRenderer(golden.Generation).Render(
            new()
            {
                Chart = chart,
                Values = Config(golden) ?? new(),
                ReleaseName = old.Name,
                Namespace = old.Namespace,
                Revision = old.Revision,
                IsUpgrade = old.Revision > 1,
                Capabilities = Capabilities.Default(golden.Generation) with
                {
                    KubeVersion = KubeVersion.Parse("1.20.2", golden.Generation),
                },
                Clock = TimeProvider.System,
                Random = static _ => { },
            },
            TestContext.Current.CancellationToken);
        var isRollback = old.Description.StartsWith("Rollback", StringComparison.Ordinal);
        var parts = new ReleaseParts
        {
            Name = old.Name,
            Namespace = old.Namespace,
            Revision = old.Revision,
            Status = old.Status,
            Description = old.Description,
            FirstDeployed = old.FirstDeployed!.Value,
            LastDeployed = old.LastDeployed!.Value,
            Chart = ReleaseChart.Of(result.Chart, golden.Generation),
            Config = Config(golden),
            Manifest = ReleaseManifest.Of(result.Manifests),
            Notes = isRollback ? old.Notes : new(result.Notes),
            Hooks = [.. result.Hooks.Select(ReleaseHook.Of).Select(hook => After(hook, old))],
            ApplyMethod = old.ApplyMethod,
        };
        var release = new Release(parts);
        release = old.Deleted is { } deleted ? release.WithDeleted(deleted) : release;
        Assert.Equal(MaskFileTimes(golden.Json), MaskFileTimes(RecordCodec.ToJson(release, golden.Generation).Span));
    }

    private static Comparer<KeyValuePair<string, string>> ByKey => Comparer<KeyValuePair<string, string>>.Create(
        (a, b) => string.CompareOrdinal(a.Key, b.Key));

    // What running a hook adds to it.
    private static ReleaseHook After(ReleaseHook hook, Release old)
    {
        var run = old.Hooks.Single(other => other.Name == hook.Name);
        hook = run.LastRun == HookRun.None ? hook : hook.With(run.LastRun);
        return run.DeletePolicies.Count > 0 && hook.DeletePolicies.Count == 0 ? hook.WithDeletePolicies(run.DeletePolicies) : hook;
    }

    private static MapValue? Config(GoldenRecord golden) =>
        golden.Expected["config"] is { } config ? GoJson.Parse(Encoding.UTF8.GetBytes(config.ToJsonString())).AsMap : null;

    // The files of this checkout were changed at other times.
    private static string MaskFileTimes(ReadOnlySpan<byte> json) =>
        FileTime().Replace(Encoding.UTF8.GetString(json), "\"modtime\":\"TIME\"");

    [GeneratedRegex("\"modtime\":\"[0-9]{4}-[^\"]*\"")]
    private static partial Regex FileTime();

    private static string Hook(JsonNode hook) => string.Join(
        '|',
        Text(hook["name"]),
        Text(hook["kind"]),
        Text(hook["path"]),
        Text(hook["manifest"]),
        hook["weight"]?.GetValue<int>() ?? 0,
        Text(hook["last_run"]!["phase"]),
        Text(hook["last_run"]!["started_at"]),
        Text(hook["last_run"]!["completed_at"]),
        string.Join(',', (hook["events"]?.AsArray() ?? []).Select(Text)),
        string.Join(',', (hook["delete_policies"]?.AsArray() ?? []).Select(Text)));

    private static string Hook(ReleaseHook hook) => string.Join(
        '|',
        hook.Name,
        hook.Kind,
        hook.Path,
        hook.Manifest.RevealText(),
        hook.Weight,
        hook.LastRun.Phase == HookPhase.None ? "" : hook.LastRun.Phase.ToString(),
        hook.LastRun.StartedAt?.ToRfc3339Nano(),
        hook.LastRun.CompletedAt?.ToRfc3339Nano(),
        string.Join(',', hook.Events),
        string.Join(',', hook.DeletePolicies));

    private static void AssertSame(JsonNode? expected, MapValue? actual) => Assert.True(JsonNode.DeepEquals(
        expected, actual is null ? null : JsonNode.Parse(GoJson.Format(Value.Of(actual), GoJsonOptions.Compact))));

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";
}
