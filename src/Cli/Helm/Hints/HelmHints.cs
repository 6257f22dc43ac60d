using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>
/// The next step after a failure of a chart, for people. Helm's own text stands before it unchanged; only our
/// own verbs and terminals show the hint, so that programs which read the drop-in's messages see no more than Helm's.
/// </summary>
internal static class HelmHints
{
    /// <summary>
    /// The hint, or null where there is nothing to add. Whatever goes wrong in finding one, the failure itself is still told.
    /// </summary>
    public static string? For(SecretsKitException failure, HintContext context)
    {
        try
        {
            return Find(failure, context);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException || !context.TestOnlyThrowDefects)
        {
            return null;
        }
    }

    private static string? Find(SecretsKitException failure, HintContext context) =>
        failure is IDecryptionFailure { File: { } file, Failure: { } cause } ? FailureReport.NextStep(cause, file) :
        NetworkHints.For(failure.Message)
            ?? PlaceHints.For(failure.Message, context)
            ?? TemplateHints.For(failure.Message, context)
            ?? ValuesHints.For(failure.Message, context);

    /// <summary>The text between two others, or null.</summary>
    internal static string? Between(string text, string before, string after)
    {
        var start = text.IndexOf(before, StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        start += before.Length;
        var end = after.Length == 0 ? text.Length : text.IndexOf(after, start, StringComparison.Ordinal);
        return end < 0 ? null : text[start..end];
    }
}
