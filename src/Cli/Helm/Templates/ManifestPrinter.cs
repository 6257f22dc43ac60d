using System.Buffers;
using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Manifests;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Cli.Helm.PostRendering;
using SecretsKit.CommandLine;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Helm.Templates;

/// <summary>Prints a rendering, or parts of it, or writes it into files (spec helm.md 4.7, 4.8).</summary>
internal sealed class ManifestPrinter(HelmSession session, ParsedFlags flags)
{
    private static readonly byte[] HiddenText = "# HIDDEN: The Secret output has been suppressed"u8.ToArray();

    /// <summary>Prints.</summary>
    /// <param name="rendering">What was rendered.</param>
    /// <param name="name">The release's name.</param>
    /// <param name="postRenderer">Changes the manifests, hooks not among them; null for none.</param>
    /// <param name="ct">Ends the program.</param>
    /// <exception cref="SecretsKitException">A template to show does not exist, or a file cannot be written.</exception>
    public async Task PrintAsync(RenderResult rendering, string name, PostRendererProgram? postRenderer, CancellationToken ct)
    {
        var folder = flags.Text(HelmFlags.OutputDir);
        var manifests = folder.Length == 0 ? ManifestText(rendering) : default;
        if (folder.Length > 0)
        {
            WriteFiles(rendering, flags.IsOn(HelmFlags.UseReleaseName) ? $"{folder}/{name}" : folder);
        }

        manifests = postRenderer is null ? manifests : await postRenderer.RunAsync(manifests, ct);
        var hooks = folder.Length > 0 ? [] : ShownHooks(rendering, flags).ToList();
        if (flags.List(HelmFlags.ShowOnly) is { Count: > 0 } patterns)
        {
            PrintOnly(Joined(manifests.Span, hooks).WrittenMemory, patterns);
            return;
        }

        // Not joined first: the text of a large chart is copied once less.
        session.Host.Output.Write(Trim(manifests.Span));
        session.Host.Output.Write("\n"u8);
        session.Host.Output.Write(Joined(hooks).WrittenSpan);
    }

    /// <summary>What is printed of a rendering where nothing changes it afterwards.</summary>
    public ReadOnlyMemory<byte> Text(RenderResult rendering) =>
        Joined(ManifestText(rendering).Span, [.. ShownHooks(rendering, flags)]).WrittenMemory;

    /// <summary>Prints files that could not be read as documents, or those of them that are to be shown.</summary>
    /// <exception cref="ChartException">A template to show is not among them.</exception>
    public void PrintUnsorted(IReadOnlyDictionary<string, byte[]> files)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            AppendDocument(text, path, content);
        }

        if (flags.List(HelmFlags.ShowOnly) is { Count: > 0 } patterns)
        {
            PrintOnly(Joined(text.WrittenSpan, []).WrittenMemory, patterns);
            return;
        }

        session.Host.Output.Write(Trim(text.WrittenSpan));
        session.Host.Output.Write("\n"u8);
    }

    private ReadOnlyMemory<byte> ManifestText(RenderResult rendering)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(rendering.Manifests.Sum(Length), 1));
        if (flags.IsOn(HelmFlags.IncludeCrds))
        {
            foreach (var (path, content) in Crds(rendering.Chart))
            {
                AppendDocument(text, path, content);
            }
        }

        foreach (var manifest in rendering.Manifests)
        {
            AppendDocument(text, manifest.Path, Shown(manifest, flags).Span);
        }

        return text.WrittenMemory;
    }

    /// <summary>What of a manifest is printed: Secrets' content not where <c>--hide-secret</c> is on.</summary>
    public static ReadOnlyMemory<byte> Shown(Manifest manifest, ParsedFlags flags) =>
        flags.IsOn(HelmFlags.HideSecret) && manifest.Head is { Kind: "Secret", ApiVersion: "v1" } ? HiddenText : manifest.Text;

    /// <summary>The hooks that are printed.</summary>
    public static IEnumerable<Hook> ShownHooks(RenderResult rendering, ParsedFlags flags) => flags.IsOn(HelmFlags.NoHooks)
        ? []
        : rendering.Hooks.Where(hook => !flags.IsOn(HelmFlags.SkipTests) || !hook.IsTest);

    /// <summary>The files under <c>crds/</c> of a chart and those below it, with their paths.</summary>
    public static IEnumerable<(string Path, byte[] Content)> Crds(ResolvedChart chart)
    {
        foreach (var file in chart.Source.OwnCrdFiles)
        {
            yield return ($"{chart.Path}/{file.Name}", file.Data);
        }

        foreach (var crd in chart.Dependencies.SelectMany(Crds))
        {
            yield return crd;
        }
    }

    // Documents are found again in the text, as the reference does.
    private void PrintOnly(ReadOnlyMemory<byte> text, IReadOnlyList<string> patterns)
    {
        var documents = DocumentSplitter.Split(text, session.Generation);
        var names = documents.ConvertAll(SourceOf);
        var shown = new ArrayBufferWriter<byte>();
        foreach (var pattern in patterns)
        {
            var isFound = false;
            for (var i = 0; i < documents.Count; i++)
            {
                if (names[i] is not { } name || !PathGlob.Matches(pattern, name))
                {
                    continue;
                }

                isFound = true;
                shown.Write("---\n"u8);
                shown.Write(documents[i].Span);
                shown.Write("\n"u8);
            }

            if (!isFound)
            {
                throw new ChartException($"could not find template {pattern} in chart");
            }
        }

        session.Host.Output.Write(shown.WrittenSpan);
    }

    // The path after the root chart's name.
    private static string? SourceOf(ReadOnlyMemory<byte> document)
    {
        var text = document.Span;
        var mark = text.IndexOf("# Source: "u8);
        if (mark < 0)
        {
            return null;
        }

        var line = text[(mark + "# Source: "u8.Length)..];
        var end = line.IndexOf((byte)'\n');
        var path = Encoding.UTF8.GetString(end < 0 ? line : line[..end]);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash + 1 < path.Length ? path[(slash + 1)..] : null;
    }

    private void WriteFiles(RenderResult rendering, string folder)
    {
        var begun = new HashSet<string>(StringComparer.Ordinal);
        if (flags.IsOn(HelmFlags.IncludeCrds))
        {
            foreach (var (path, content) in Crds(rendering.Chart))
            {
                Write(begun, folder, path, content);
            }
        }

        foreach (var manifest in rendering.Manifests)
        {
            Write(begun, folder, manifest.Path, Shown(manifest, flags).Span);
        }

        var hooks = ShownHooks(rendering, flags).ToList();
        foreach (var hook in hooks)
        {
            Write(begun, folder, hook.Manifest.Path, hook.Manifest.Text.Span, isHook: true);
        }

        var manifests = flags.IsOn(HelmFlags.HideSecret) ? [] : rendering.Manifests;
        WarnOfSecrets(manifests.Concat(hooks.Select(hook => hook.Manifest)), folder);
    }

    // Who renders into a folder often commits it.
    private void WarnOfSecrets(IEnumerable<Manifest> written, string folder)
    {
        if (session.ShowsHints && written.Count(manifest => manifest.Head is { Kind: "Secret", ApiVersion: "v1" }) is > 0 and var count)
        {
            session.Host.Output.Flush();
            session.Host.WriteErrorLine(DisplayText.Message(
                $"warning: {count} {(count == 1 ? "Secret is" : "Secrets are")} in the clear below {folder}"));
            session.Host.WriteErrorLine("hint: keep that folder out of git, and remove it once it was used");
        }
    }

    // A file of several documents grows with each; hooks are added even to a file that an earlier run has left there.
    private void Write(HashSet<string> begun, string folder, string path, ReadOnlySpan<byte> content, bool isHook = false)
    {
        var target = CleanPath.Of($"{folder}/{path}");
        var document = new ArrayBufferWriter<byte>();
        AppendDocument(document, path, content);
        GrowingFile.Write(session.Host.Environment, target, document.WrittenSpan, keeps: !begun.Add(path) || isHook);
        session.Host.WriteReportLine($"wrote {target}");
    }

    /// <summary>A document behind a line that names its template.</summary>
    public static void AppendDocument(ArrayBufferWriter<byte> text, string path, ReadOnlySpan<byte> content)
    {
        text.Write("---\n# Source: "u8);
        text.Write(Encoding.UTF8.GetBytes(path));
        text.Write("\n"u8);
        text.Write(content);
        text.Write("\n"u8);
    }

    private static ArrayBufferWriter<byte> Joined(ReadOnlySpan<byte> manifests, List<Hook> hooks)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Write(Trim(manifests));
        text.Write("\n"u8);
        text.Write(Joined(hooks).WrittenSpan);
        return text;
    }

    private static ArrayBufferWriter<byte> Joined(List<Hook> hooks)
    {
        var text = new ArrayBufferWriter<byte>();
        hooks.ForEach(hook => AppendDocument(text, hook.Manifest.Path, hook.Manifest.Text.Span));
        return text;
    }

    // About what it comes to when it is printed, so that large texts are not copied while they grow.
    private static int Length(Manifest manifest) => manifest.Text.Length + manifest.Path.Length + "---\n# Source: \n\n".Length;

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) => text.Trim(" \t\r\n\v\f"u8);
}
