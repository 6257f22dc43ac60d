using SecretsKit.Charts.Linting.Advice;
using SecretsKit.Cli.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Linting;

/// <summary>The rules that <c>--advise</c> asks for.</summary>
internal static class AdviceRules
{
    /// <summary>Their ids; none without the flag.</summary>
    /// <exception cref="SecretsKitException">There is no such rule (<see cref="ErrorCode.Usage"/>).</exception>
    public static IReadOnlyList<string> Of(ParsedFlags flags)
    {
        var rules = flags.Text(HelmFlags.Advise) is var text && text == HelmFlags.Advise.Implied
            ? [.. ChartAdvisor.Rules]
            : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(rules, rule => !ChartAdvisor.Rules.Contains(rule)) is { } unknown
            ? throw new SecretsKitException(ErrorCode.Usage, $"--advise knows no rule {unknown}") { Hint = "rules are " + string.Join(", ", ChartAdvisor.Rules) }
            : rules;
    }
}
