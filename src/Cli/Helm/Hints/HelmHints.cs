using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>
/// The next step after a failure of a chart, for people. Helm's own text is before it unchanged; only our own verbs and terminals show the
/// hint, so that programs which read the drop-in's messages see no more than Helm's. Hints follow from causes alone: none reads a message.
/// </summary>
internal static class HelmHints
{
    /// <summary>The hint, or null where there is nothing to add. A failure to find one is no failure of the command.</summary>
    public static string? For(SecretsKitException failure, HintContext context) =>
        failure is IDecryptionFailure { File: { } file, Failure: { } cause }
            ? FailureReport.NextStep(cause, file)
            : For([.. failure.Causes], context);

    /// <summary>The same for causes, the outermost first.</summary>
    public static string? For(IReadOnlyList<FailureCause> causes, HintContext context)
    {
        try
        {
            return NetworkHints.For(causes)
                ?? PlaceHints.For(causes, context)
                ?? TemplateHints.For(causes, context)
                ?? ValuesHints.For(causes, context);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException || !context.TestOnlyThrowDefects)
        {
            return null;
        }
    }

    /// <summary>The first cause of a kind, or null.</summary>
    internal static T? First<T>(this IReadOnlyList<FailureCause> causes)
        where T : FailureCause => causes.OfType<T>().FirstOrDefault();
}
