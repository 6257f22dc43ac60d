using System.Globalization;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Manifests;

/// <summary>Turns rendered files into manifests and hooks, each in order of installation (spec helm.md 4.3 to 4.6).</summary>
public sealed class ManifestSorter(HelmGeneration generation, IChartLog log)
{
    private const string HookAnnotation = "helm.sh/hook";
    private const string WeightAnnotation = "helm.sh/hook-weight";
    private const string DeletePolicyAnnotation = "helm.sh/hook-delete-policy";
    private const string OutputLogPolicyAnnotation = "helm.sh/hook-output-log-policy";

    private static readonly HashSet<string> Events =
    [
        "pre-install", "post-install", "pre-delete", "post-delete", "pre-upgrade", "post-upgrade", "pre-rollback", "post-rollback",
        Hook.TestEvent,
    ];

    /// <summary>Reads and sorts.</summary>
    /// <param name="files">Rendered files by path.</param>
    /// <param name="cancellationToken">Looked at between files.</param>
    /// <exception cref="ChartException">A document is no YAML map.</exception>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public (List<Manifest> Manifests, List<Hook> Hooks) Sort(IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var reading = new ManifestReading(generation);
        foreach (var (path, text) in files)
        {
            reading.Begin(path, text);
        }

        return Sort(files, reading, cancellationToken);
    }

    /// <summary>Sorts files whose reading may have begun.</summary>
    /// <inheritdoc cref="Sort(IReadOnlyDictionary{string, byte[]}, CancellationToken)"/>
    internal (List<Manifest> Manifests, List<Hook> Hooks) Sort(
        IReadOnlyDictionary<string, byte[]> files, ManifestReading reading, CancellationToken cancellationToken)
    {
        reading.Finish(cancellationToken);
        var manifests = new List<Manifest>();
        var hooks = new List<Hook>();
        foreach (var (path, text) in files.Where(file => !PartialTemplate.Is(file.Key)).OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            reading.Of(path, text).ForEach(manifest => Add(manifest, manifests, hooks));
        }

        return (
            KindOrder.SortForInstall(manifests, manifest => manifest.Head.Kind, generation),
            KindOrder.SortForInstall(hooks, hook => hook.Manifest.Head.Kind, generation));
    }

    private void Add(Manifest manifest, List<Manifest> manifests, List<Hook> hooks)
    {
        if (manifest.Head.Annotation(HookAnnotation) is not { } types)
        {
            manifests.Add(manifest);
            return;
        }

        var events = new List<string>();
        foreach (var word in types.Split(','))
        {
            var name = word.Trim().ToLowerInvariant();
            name = name == "test-success" ? Hook.TestEvent : name;
            if (!Events.Contains(name))
            {
                log.Write(new(NoticeLevel.Info, "skipping unknown hooks", ("hookTypes", types))
                {
                    LegacySource = "manifest_sorter.go:199",
                    LegacyText = $"info: skipping unknown hook: {Core.Text.GoQuote.Format(types)}",
                });
                return;
            }

            events.Add(name);
        }

        _ = int.TryParse(
            manifest.Head.Annotation(WeightAnnotation), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var weight);
        hooks.Add(new(manifest, events, weight, Words(manifest, DeletePolicyAnnotation), Words(manifest, OutputLogPolicyAnnotation)));
    }

    private static string[] Words(Manifest manifest, string annotation) =>
        manifest.Head.Annotation(annotation) is { } words ? [.. words.Split(',').Select(word => word.Trim().ToLowerInvariant())] : [];
}
