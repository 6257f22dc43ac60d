namespace SecretsKit.Charts.Linting.Advice;

/// <summary>What one rule of advice looks for.</summary>
/// <param name="Id">By which it is switched on and off; stable.</param>
/// <param name="Title">What is wrong where it speaks, in a clause.</param>
public sealed record AdviceRule(string Id, string Title)
{
    /// <summary>
    /// Whether it is a convention, which not every chart follows and which is reported only when it is
    /// asked for. Default false: it finds mistakes.
    /// </summary>
    public bool IsConvention { get; init; }

    /// <summary>Looks.</summary>
    internal Func<AdviceSubject, IEnumerable<LintMessage>> Find { get; init; } = static _ => [];
}
