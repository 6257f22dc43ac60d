using System.Buffers;
using System.Text;
using SecretsKit.Charts.Releases;
using SecretsKit.Cli.Helm.Templates;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Cli.Helm.Releases;

/// <summary>Prints a release that is rendered and not installed (spec helm.md 15).</summary>
internal static class ReleasePrinter
{
    /// <summary>The release: what it is, its hooks, manifests and notes; with <c>--debug</c> its values.</summary>
    public static void Print(HelmSession session, ParsedFlags flags, RenderedRelease release)
    {
        var output = new ArrayBufferWriter<byte>();
        var now = GoTime.From(session.Host.Clock.GetUtcNow(), session.Host.Zones.Local);
        Write(output, $"NAME: {release.Name}\nLAST DEPLOYED: {Date(now)}\nNAMESPACE: {HelmSession.NamespaceOf(flags)}\nSTATUS: " +
            "pending-install\nREVISION: 1\nDESCRIPTION: Dry run complete\n");
        Write(output, release.Rendering.Hooks.Any(hook => hook.IsTest) ? "" : "TEST SUITE: None\n");
        if (flags.IsOn(HelmFlags.Debug))
        {
            WriteValues(session, output, "USER-SUPPLIED VALUES", release.UserValues);
            WriteValues(session, output, "COMPUTED VALUES", release.Rendering.Values);
        }

        Write(output, "HOOKS:\n");
        foreach (var hook in release.Rendering.Hooks)
        {
            ManifestPrinter.AppendDocument(output, hook.Manifest.Path, hook.Manifest.Text.Span);
        }

        Write(output, "MANIFEST:\n");
        foreach (var manifest in release.Rendering.Manifests)
        {
            ManifestPrinter.AppendDocument(output, manifest.Path, ManifestPrinter.Shown(manifest, flags).Span);
        }

        Write(output, "\n");
        var notes = release.Rendering.Notes;
        if (notes.Length > 0 && !flags.IsOn(HelmFlags.HideNotes))
        {
            Write(output, session.Host.Redaction.Redact($"NOTES:\n{Encoding.UTF8.GetString(notes).Trim()}\n"));
        }

        session.Host.Output.Write(output.WrittenSpan);
    }

    // As C programs print times.
    private static string Date(GoTime time) => Encoding.ASCII.GetString(time.Format("Mon Jan _2 15:04:05 2006"u8));

    private static void WriteValues(HelmSession session, ArrayBufferWriter<byte> output, string heading, MapValue values)
    {
        var text = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(Value.Of(values), text);
        Write(output, $"{heading}:\n{session.Host.Redaction.Redact(Encoding.UTF8.GetString(text.WrittenSpan))}\n");
    }

    private static void Write(ArrayBufferWriter<byte> output, string text) => output.Write(Encoding.UTF8.GetBytes(text));
}
