namespace SecretsKit.Templating.Execution;

/// <summary>What a template refused, and lint goes on after.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">The template's own text.</param>
public readonly record struct LintNotice(LintNoticeKind Kind, string Message);

/// <summary>Why a template refused.</summary>
public enum LintNoticeKind
{
    /// <summary><c>required</c> got no value.</summary>
    Missing,

    /// <summary><c>required</c> got an empty text.</summary>
    Empty,

    /// <summary><c>fail</c>.</summary>
    Failed,
}
