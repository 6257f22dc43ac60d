using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Git.Merging;

/// <summary>One of the versions of a merge cannot be used.</summary>
/// <param name="side">Which one, for people.</param>
/// <param name="cause">Why.</param>
internal sealed class MergeSideException(string side, SecretsKitException cause) : SecretsKitException(cause.Code, cause.Message, cause)
{
    /// <summary>Which version, for people: <c>our version</c>.</summary>
    public string Side { get; } = side;

    /// <summary>Why.</summary>
    public SecretsKitException Failure { get; } = cause;
}
