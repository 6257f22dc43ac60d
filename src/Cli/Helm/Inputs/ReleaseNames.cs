using System.Text;
using SecretsKit.Charts.Rendering;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>What the positionals of install, upgrade and template say: a name and a chart (spec helm.md 4.8).</summary>
internal static class ReleaseNames
{
    /// <summary>The name and the chart.</summary>
    /// <param name="session">The clock.</param>
    /// <param name="flags">The command line.</param>
    /// <param name="fallback">The name where none is given; null if one must be.</param>
    /// <exception cref="SecretsKitException">Too many words, or a name in two ways.</exception>
    public static (string Name, string Chart) Read(HelmSession session, ParsedFlags flags, string? fallback)
    {
        var arguments = flags.Arguments;
        if (arguments.Count > 2)
        {
            throw new SecretsKitException(
                ErrorCode.Usage, $"expected at most two arguments, unexpected arguments: {string.Join(", ", arguments.Skip(2))}");
        }

        var template = flags.Text(HelmFlags.NameTemplate);
        if (arguments.Count == 2)
        {
            Require(!flags.IsOn(HelmFlags.GenerateName), "cannot set --generate-name and also specify a name");
            Require(template.Length == 0, "cannot set --name-template and also specify a name");
            return (arguments[0], arguments[1]);
        }

        if (template.Length > 0)
        {
            return (Expand(session, template), arguments[0]);
        }

        if (fallback is not null)
        {
            return (fallback, arguments[0]);
        }

        Require(flags.IsOn(HelmFlags.GenerateName), "must either provide a name or specify --generate-name");
        var file = arguments[0].TrimEnd('/');
        file = file[(file.LastIndexOf('/') + 1)..];
        var name = file is "." or "" ? "chart" : file;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return ($"{(dot > 0 ? name[..dot] : name)}-{session.Host.Clock.GetUtcNow().ToUnixTimeSeconds()}", arguments[0]);
    }

    private static string Expand(HelmSession session, string template) => Encoding.UTF8.GetString(
        ChartRenderer.ExpandText(
            template,
            session.Generation,
            new() { Clock = session.Host.Clock, Random = session.Host.Random, Zones = session.Host.Zones }));

    private static void Require(bool holds, string complaint)
    {
        if (!holds)
        {
            throw new SecretsKitException(ErrorCode.Usage, complaint);
        }
    }
}
