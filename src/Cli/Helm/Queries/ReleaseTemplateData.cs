using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>What templates of <c>get all</c> see: the fields of a release by the names that they have in Helm.</summary>
internal static class ReleaseTemplateData
{
    /// <summary>A map with <c>Release</c> in it.</summary>
    public static Value Of(HelmSession session, Release release) => Map(("Release", Map(
        ("Name", Value.Of(release.Name)),
        ("Namespace", Value.Of(release.Namespace)),
        ("Version", Value.Int(release.Revision)),
        ("Manifest", Value.Of(release.Manifest.Span)),
        ("Config", release.Config is { } config ? Value.Of(config) : Value.Nil),
        ("Labels", Map([.. release.Labels.Select(label => (label.Key, Value.Of(label.Value)))])),
        ("Hooks", List(release.Hooks.Select(Hook))),
        ("Info", Map(
            ("FirstDeployed", Time(session, release.FirstDeployed)),
            ("LastDeployed", Time(session, release.LastDeployed)),
            ("Deleted", Time(session, release.Deleted)),
            ("Description", Value.Of(release.Description)),
            ("Status", Value.Of(ReleaseStatusText.Of(release.Status))),
            ("Notes", Value.Of(release.Notes.Span)))),
        ("Chart", Map(
            ("Metadata", Metadata(release.Chart)),
            ("Values", release.Chart?.Values is { } values ? Value.Of(values) : Value.Nil))))));

    private static Value Hook(ReleaseHook hook) => Map(
        ("Name", Value.Of(hook.Name)),
        ("Kind", Value.Of(hook.Kind)),
        ("Path", Value.Of(hook.Path)),
        ("Manifest", Value.Of(hook.Manifest.Span)),
        ("Weight", Value.Int(hook.Weight)),
        ("Events", List(hook.Events.Select(Value.Of))));

    // Fields of Chart.yaml: Go's names begin with a capital.
    private static Value Metadata(ReleaseChart? chart)
    {
        var fields = new MapValue();
        foreach (var (key, value) in (chart?.Metadata ?? new()).Entries)
        {
            var name = key.RevealText();
            fields.Set(new(name switch
            {
                "apiVersion" => "APIVersion",
                "" => "",
                _ => char.ToUpperInvariant(name[0]) + name[1..],
            }), value);
        }

        return Value.Of(fields);
    }

    private static Value Time(HelmSession session, Timestamp? time) =>
        Value.Of(time is { } known ? ReleaseTime.Format(known, session, "") : "");

    private static Value List(IEnumerable<Value> items) => Value.Of(new ListValue([.. items]));

    private static Value Map(params (string Key, Value Value)[] entries)
    {
        var map = new MapValue();
        foreach (var (key, value) in entries)
        {
            map.Set(new(key), value);
        }

        return Value.Of(map);
    }
}
