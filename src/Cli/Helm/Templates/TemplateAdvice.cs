using SecretsKit.Charts.Linting;
using SecretsKit.Charts.Linting.Advice;
using SecretsKit.Charts.Releases;
using SecretsKit.Cli.Helm.Linting;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm.Templates;

/// <summary>What <c>--advise</c> adds to a rendering: warnings on standard error.</summary>
internal static class TemplateAdvice
{
    /// <summary>Tells what the rules find.</summary>
    /// <param name="session">Where.</param>
    /// <param name="release">What was rendered.</param>
    /// <param name="flags">Which rules are on, and whether the namespace is named.</param>
    /// <param name="ct">Ends it.</param>
    public static void Tell(HelmSession session, RenderedRelease release, ParsedFlags flags, CancellationToken ct)
    {
        var rules = AdviceRules.Of(flags);
        if (rules.Count == 0)
        {
            return;
        }

        var request = release.Request;
        var subject = new LintRequest
        {
            Path = release.Source.Place,
            FullPath = release.Source.Place,
            Archive = release.Source.Archive,
            Values = release.UserValues,
            Namespace = request.Namespace,
            NamesNamespace = flags.Text(HelmFlags.Namespace).Length > 0,
            KubeVersion = request.Capabilities?.KubeVersion,
            ValidatesSchema = request.ValidatesSchema,
            ValueQuoting = request.ValueQuoting,
            FetchSchema = request.FetchSchema,
            Clock = request.Clock,
            Random = request.Random,
        };
        session.Host.Output.Flush();
        foreach (var message in new ChartAdvisor(session.Generation).Advise(subject, release.Sources.Files, rules, ct))
        {
            session.Host.WriteErrorLine(message.ToString());
        }
    }
}
