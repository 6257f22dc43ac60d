using System.Buffers;
using System.Text;
using SecretsKit.Charts.Releases;
using SecretsKit.Cli.Helm.Queries;
using SecretsKit.Cli.Helm.Templates;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;

namespace SecretsKit.Cli.Helm.Deploys;

/// <summary>Prints what a release consists of, for a dry run or with <c>--debug</c> (spec helm.md 15).</summary>
internal static class DryRunPrinter
{
    /// <summary>Its hooks and manifests; with <c>--debug</c> its values.</summary>
    public static void Print(HelmSession session, ParsedFlags flags, RenderedRelease release)
    {
        var output = new ArrayBufferWriter<byte>();
        if (flags.IsOn(HelmFlags.Debug))
        {
            WriteValues(session, output, "USER-SUPPLIED VALUES", release.UserValues);
            WriteValues(session, output, "COMPUTED VALUES", release.Rendering.Values);
        }

        output.Write("HOOKS:\n"u8);
        foreach (var hook in release.Rendering.Hooks)
        {
            ManifestPrinter.AppendDocument(output, hook.Manifest.Path, hook.Manifest.Text.Span);
        }

        output.Write("MANIFEST:\n"u8);
        foreach (var manifest in release.Rendering.Manifests)
        {
            ManifestPrinter.AppendDocument(output, manifest.Path, ManifestPrinter.Shown(manifest, flags).Span);
        }

        output.Write("\n"u8);
        QueryOutput.Print(session, output.WrittenSpan);
    }

    private static void WriteValues(HelmSession session, ArrayBufferWriter<byte> output, string heading, MapValue values)
    {
        var text = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(Value.Of(values), text);
        output.Write(Encoding.UTF8.GetBytes($"{heading}:\n{session.Host.Redaction.Redact(Encoding.UTF8.GetString(text.WrittenSpan))}\n"));
    }
}
