using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Operations;

/// <summary>Failures of steps, in the words of the operation.</summary>
internal static class Failures
{
    /// <summary>The same failure, whose message begins with a prefix.</summary>
    public static SecretsKitException Prefixed(SecretsKitException failure, string prefix) =>
        new(failure.Code, prefix + failure.Message, failure) { Cause = failure.Cause, Hint = failure.Hint };
}
