using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Cli.Dialects;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;

namespace SecretsKit.Cli.Helm.About;

/// <summary>
/// <c>helm version</c>: the release of Helm whose behaviour this is. Scripts compare it; ours is <c>secretskit version</c>.
/// </summary>
internal static class VersionCommand
{
    private static readonly Flag Short = new(FlagKind.Switch, "short", "Only the number.");
    private static readonly Flag Template = new(FlagKind.Text, "template", "A template for .Version and its like.");

    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = new("version", "[flags]", "Prints the release of Helm whose behaviour this is.")
    {
        Flags = _ =>
            HelmFlags.With(Short, Template, new Flag(FlagKind.Switch, "client", "Of no effect.") { Aliases = ["c"], IsHidden = true }),
        Arguments = ArgumentRule.Exactly(0),
        Run = (session, flags, _) => Task.FromResult(Print(session, flags)),
    };

    private static int Print(HelmSession session, ParsedFlags flags)
    {
        List<(
            string Name,
            string Value)> fields = [("Version", ChartRenderer.HelmVersion(session.Generation)), ("GitCommit", ""), ("GitTreeState", ""), (
                "GoVersion", "")];
        if (session.Generation == HelmGeneration.V4)
        {
            fields.Add(("KubeClientVersion", "v1.36"));
        }

        if (flags.Text(Template) is { Length: > 0 } template)
        {
            var data = new MapValue();
            foreach (var (name, value) in fields)
            {
                data.Set(new(name), Value.Of(value));
            }

            session.Host.Output.Write(
                ChartRenderer.ExpandText(
                    template,
                    session.Generation,
                    new() { Clock = session.Host.Clock, Random = session.Host.Random, Zones = session.Host.Zones },
                    Value.Of(data)));
            return ExitCodes.Success;
        }

        var all = new StringBuilder().AppendJoin(", ", fields.Select(field => $"{field.Name}:\"{field.Value}\""));
        session.Host.WriteLine(flags.IsOn(Short) ? fields[0].Value : $"version.BuildInfo{{{all}}}");
        return ExitCodes.Success;
    }
}
