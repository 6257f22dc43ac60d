using System.Buffers;
using System.Text;
using SecretsKit.Cli.Helm.Templates;
using SecretsKit.Releases.Diffing;
using SecretsKit.Releases.Frozen;
using SecretsKit.Releases.Operations;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Plans;

/// <summary>The changes of a plan as they were reviewed: Secrets masked, the manifests with their hooks and definitions.</summary>
internal static class PlanManifests
{
    /// <summary>Compares what the plan starts from with what it makes.</summary>
    public static IReadOnlyList<ObjectChange> Changes(FrozenPlan plan)
    {
        var reader = new DiffManifest(plan.Namespace);
        var withHooks = plan.Settings.Hooks == HookUse.Run;
        var old = plan.Start is { } start && plan.Operation != FrozenOperation.Install ? Text(start.Base, withHooks) : "";
        var now = plan.Operation == FrozenOperation.Uninstall ? "" : Definitions(plan) + Text(plan.Release, withHooks);
        return new ManifestDifference(new()).Of(reader.Read(old), reader.Read(now));
    }

    private static string Definitions(FrozenPlan plan) => Text(plan.Definitions.Select(item => (item.File.Name, item.File.Data)));

    private static string Text(Release release, bool withHooks) => release.Manifest.RevealText() + "\n"
        + Text((withHooks ? release.Hooks : []).Select(hook => (hook.Path, hook.Manifest.Span.ToArray())));

    private static string Text(IEnumerable<(string Path, byte[] Content)> documents)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (var (path, content) in documents)
        {
            ManifestPrinter.AppendDocument(text, path, content);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
